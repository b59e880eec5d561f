import type { StationPage } from '../../../fleet/contract/stations.ts';
import { Ago } from '../parts/Ago.tsx';
import { Panel } from '../parts/Panel.tsx';
import { say } from '../say.ts';

/** Only where something is wrong with how its events have come. */
export function Sequence({ sequence }: Pick<StationPage, 'sequence'>) {
  const { through, highest, missing, disputed, refused, lastRefusal } = sequence;
  if (missing.length === 0 && disputed === 0 && refused === 0) return null;
  return (
    <Panel title={say('station.sequence')} class="sequence">
      <ul>
        {missing.length > 0 && (
          <li>
            <strong>{say('station.missing')}</strong>
            <span>
              {missing.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(say('list.comma'))}
            </span>
            <span class="note">{say('station.missing.note', { through, highest })}</span>
          </li>
        )}
        {disputed > 0 && (
          <li>
            <strong>{say('station.disputed', { n: disputed })}</strong>
            <span class="note">{say('station.disputed.note')}</span>
          </li>
        )}
        {refused > 0 && (
          <li>
            <strong>{say('station.refused', { n: refused })}</strong>
            {lastRefusal && (
              <span class="note">
                {say('station.refused.last')} <Ago at={lastRefusal.at} />: <span lang="en">{lastRefusal.why}</span>
              </span>
            )}
          </li>
        )}
      </ul>
    </Panel>
  );
}
