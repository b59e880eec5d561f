import type { ComponentChildren } from 'preact';
import type { AlarmLine, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { Ring } from '../../parts/Ring.tsx';
import { Since } from '../parts/Ago.tsx';
import { Button } from '../parts/Button.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { Sign, stateOfAlarm } from '../parts/Sign.tsx';
import { DemoMark, StatusChip } from '../parts/StatusChip.tsx';
import { addressOf } from '../router.ts';
import { own, say, sayWord } from '../say.ts';
import { momentOf, now } from '../time.ts';
import type { PendingAct } from './pending.ts';
import type { Row } from './selection.ts';

/** What every row is told alike. */
export interface RowProps {
  readonly pending: readonly PendingAct[];
  readonly refused: ReadonlySet<number>;
  readonly mayWork: boolean;
  nameOf(account: string): string;
  onAcknowledge(ids: readonly number[]): void;
  onMore(ids: readonly number[]): void;
}

interface CellsProps extends RowProps {
  readonly line: AlarmLine;
  readonly alarm: AlarmRow;
  readonly row: Row;
  onFold(fold: boolean): void;
}

/** A folded group is called by what happened to all. */
export const nameOfRow = (line: AlarmLine, alarm: AlarmRow, { part }: Row): string =>
  own(part === 'folded' ? (line.words ?? alarm.words) : alarm.words);

export function Cells({
  line,
  alarm,
  row,
  pending,
  refused,
  mayWork,
  nameOf,
  onAcknowledge,
  onMore,
  onFold,
}: CellsProps) {
  const name = nameOfRow(line, alarm, row);
  const busy = pending.some(({ ids }) => row.ids.some((id) => ids.has(id)));
  const all = [line.lead, ...line.others].filter(({ id }) => row.ids.includes(id));
  const unseen = all.filter(({ acknowledged, clearedAt }) => !acknowledged && clearedAt === undefined);
  return (
    <>
      <td class="state">
        <StatusChip state={stateOfAlarm(alarm)} />
      </td>
      <td class="what">
        <a
          href={addressOf({ name: 'alarm', alarmId: alarm.id })}
          aria-label={`${name} · ${own(alarm.stationName)}`}
          tabIndex={-1}
        >
          {name}
        </a>
        <span class="where">
          {row.part === 'folded' ? <Together rows={all} /> : <Where alarm={alarm} />}
          {alarm.demo && <DemoMark />}
        </span>
        <Marks alarm={alarm} nameOf={nameOf} />
        {row.ids.some((id) => refused.has(id)) && (
          <span class="mark refused">
            <Sign state="fault" /> {say('alarms.mark.refused')}
          </span>
        )}
      </td>
      <td class="age">
        {alarm.clearedAt === undefined ? <Since at={alarm.raisedAt} /> : momentOf(alarm.clearedAt, now.value)}
      </td>
      <td class="fold">
        {(row.part === 'folded' || row.part === 'unfolded') && (
          <button type="button" class="unfold" tabIndex={-1} onClick={() => onFold(row.part === 'unfolded')}>
            {row.part === 'folded' ? say('alarms.unfold.key', { n: all.length }) : say('alarms.fold.key')}
          </button>
        )}
      </td>
      <td class="acts">
        {busy ? (
          <span class="busy">
            <Ring share={0.25} size="busy" />
            {say('alarms.busy')}
          </span>
        ) : (
          <Seen alarm={alarm} nameOf={nameOf} open={unseen.length > 0} mayWork={mayWork}>
            <Button label={say('act.acknowledge.of', { what: name })} onPress={() => onAcknowledge(row.ids)}>
              {say('act.acknowledge.key')}
            </Button>
          </Seen>
        )}
        {mayWork && !busy && (
          <button
            type="button"
            class="more"
            aria-label={say('alarms.more.label', { what: name })}
            onClick={() => onMore(row.ids)}
          >
            <Glyph name="more" />
          </button>
        )}
      </td>
    </>
  );
}

const Where = ({ alarm }: { readonly alarm: AlarmRow }) => (
  <>
    {own(alarm.stationName)}
    {alarm.deviceId && ` · ${sayWord('device', alarm.deviceId)}`}
  </>
);

/** Of so many stations, the first few by name. */
const NAMED = 3;
function Together({ rows }: { readonly rows: readonly AlarmRow[] }) {
  const names = [...new Set(rows.map(({ stationName }) => own(stationName)))];
  const more = names.length > NAMED ? say('alarms.and-more', { n: names.length - NAMED }) : '';
  return <>{names.slice(0, NAMED).join(say('list.comma')) + more}</>;
}

interface OfAlarm {
  readonly alarm: AlarmRow;
  nameOf(account: string): string;
}

function Marks({ alarm, nameOf }: OfAlarm) {
  const { shelved, assignee, flapping, comments } = alarm;
  return (
    <>
      {shelved && (
        <span class="mark">
          {say('alarms.mark.shelved', { until: momentOf(shelved.until, now.value), reason: shelved.reason })}
        </span>
      )}
      {assignee && <span class="mark">{say('alarms.mark.assigned', { to: nameOf(assignee) })}</span>}
      {flapping && <span class="mark">{say('alarms.mark.flapping')}</span>}
      {comments > 0 && <span class="mark">{say('alarms.mark.comments', { n: comments })}</span>}
    </>
  );
}

interface SeenProps extends OfAlarm {
  /** Some of it waits for somebody. */
  readonly open: boolean;
  readonly mayWork: boolean;
  readonly children: ComponentChildren;
}

function Seen({ alarm, nameOf, open, mayWork, children }: SeenProps) {
  if (open) return mayWork ? children : <span class="seen">{say('alarms.not-seen')}</span>;
  const { acknowledged } = alarm;
  if (!acknowledged) return <span class="seen" />;
  return (
    <span class="seen">
      <Sign state="ok" /> {say('alarms.seen', { by: nameOf(acknowledged.by) })}
    </span>
  );
}
