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
  onLook(stationId: string | undefined): void;
}

/** What nobody has acknowledged, oldest first. The city's own answer holds the eight oldest of all; a district's are asked for. */
export function WaitingAlarms({ me, city, district, onLook }: WaitingAlarmsProps) {
  const ofDistrict = useAsked({
    key: `waiting/${district}`,
    ask: async () =>
      (district === '' ? undefined : await api.alarms({ show: 'waiting', district })) ?? { lines: [], more: 0 },
    touches: ({ alarms }) => district !== '' && alarms > 0,
  });
  const whole = city.answer?.waiting;
  const lines = district === '' ? (whole?.lines ?? []) : (ofDistrict.answer?.lines ?? []);
  const count = district === '' ? (whole?.count ?? 0) : lines.length + (ofDistrict.answer?.more ?? 0);
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
              city={city.answer}
              mayWork={mayWork(me)}
              onLook={onLook}
              onActed={() => {
                city.again();
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
