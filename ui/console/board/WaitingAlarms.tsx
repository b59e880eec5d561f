import type { Board } from '../../../fleet/contract/board.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import type { PageProps } from '../pages/page.ts';
import { AlarmItem } from '../parts/AlarmItem.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Empty } from '../parts/States.tsx';
import { addressOf } from '../router.ts';
import { say } from '../say.ts';
import { mayWork } from '../session.ts';

/** So many that the bins below are seen without scrolling, at a desk, whatever has happened. */
const SHOWN = 5;

interface WaitingAlarmsProps extends PageProps {
  readonly board: Board;
  onLook(stationId: string | undefined): void;
  /** The board does not know yet what was done. */
  onActed(): void;
}

/** What nobody has acknowledged, oldest first. The board's own answer holds the eight oldest of all; a district's are asked for. */
export function WaitingAlarms({ me, places, board, district, onLook, onActed }: WaitingAlarmsProps) {
  const ofDistrict = useAsked({
    key: `waiting/${district}`,
    ask: async () =>
      (district === '' ? undefined : await api.alarms({ show: 'waiting', district })) ?? { lines: [], more: 0 },
    touches: ({ alarms }) => district !== '' && alarms > 0,
  });
  const lines = district === '' ? board.waiting.lines : (ofDistrict.answer?.lines ?? []);
  const count = district === '' ? board.waiting.count : lines.length + (ofDistrict.answer?.more ?? 0);
  return (
    <Panel
      class="waiting-alarms"
      title={say('board.waiting')}
      count={count}
      aside={<span class="note">{say('board.waiting.note')}</span>}
    >
      {lines.length === 0 ? (
        <Empty>{say('board.waiting.none')}</Empty>
      ) : (
        <ul>
          {lines.slice(0, SHOWN).map((line) => (
            <AlarmItem
              key={line.lead.id}
              line={line}
              places={places}
              mayWork={mayWork(me)}
              onLook={onLook}
              onActed={() => {
                onActed();
                if (district !== '') ofDistrict.again();
              }}
            />
          ))}
          {count > SHOWN && (
            <li class="rest">
              <a href={addressOf({ name: 'alarms' }, { district })}>{say('board.waiting.all', { n: count })}</a>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
