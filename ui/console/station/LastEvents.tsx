import type { EventRow } from '../../../fleet/contract/stations.ts';
import { Panel } from '../parts/Panel.tsx';
import { Empty } from '../parts/States.tsx';
import { own, say, sayWord } from '../say.ts';
import { momentOf, now } from '../time.ts';

/** What happened there: when, at which device, what kind of thing. Of whom or how much nothing is known here. */
export function LastEvents({ events }: { readonly events: readonly EventRow[] }) {
  return (
    <Panel title={say('station.events')} class="events" aside={<span class="note">{say('station.events.note')}</span>}>
      {events.length === 0 ? (
        <Empty>{say('station.events.none')}</Empty>
      ) : (
        <ol>
          {events.map(({ sequence, kind, deviceId, time, words }) => (
            <li key={sequence}>
              <time dateTime={new Date(time).toISOString()}>{momentOf(time, now.peek())}</time>
              <strong>{deviceId ? sayWord('device', deviceId) : say('device.station')}</strong>
              <span>{words ? own(words) : sayWord('event', kind)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
