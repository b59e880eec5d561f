import type { DeviceRow } from '../../../fleet/contract/stations.ts';
import { Gauge } from '../parts/Gauge.tsx';
import { Panel } from '../parts/Panel.tsx';
import { say, sayWord } from '../say.ts';

export function Bins({ devices }: { readonly devices: readonly DeviceRow[] }) {
  const bins = devices.filter(({ fillPercent }) => fillPercent !== undefined);
  if (bins.length === 0) return null;
  return (
    <Panel class="bins" title={say('station.bins')} aside={<span class="note">{say('station.bins.note')}</span>}>
      <ul>
        {bins.map(({ id, material, fillPercent = 0 }) => (
          <li key={id}>
            <span class="tall">
              <Gauge percent={fillPercent} standing />
            </span>
            <span class="flat">
              <Gauge percent={fillPercent} />
            </span>
            <b>{fillPercent}%</b>
            <span class="of">{material ? sayWord('material', material) : id}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
