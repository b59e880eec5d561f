import { memo } from 'preact/compat';
import type { StationRow } from '../../../fleet/contract/stations.ts';
import type { Words } from '../../../fleet/contract/words.ts';
import { Ago } from '../parts/Ago.tsx';
import { DemoMark, StatusChip } from '../parts/StatusChip.tsx';
import { addressOf } from '../router.ts';
import { own, say } from '../say.ts';

interface StationLineProps {
  readonly row: StationRow;
  readonly circle: Words;
  readonly index: number;
  /** The one that the keys stand on. */
  readonly here: boolean;
}

function Drawn({ row, circle, index, here }: StationLineProps) {
  return (
    <tr class={here ? 'line at' : 'line'} aria-rowindex={index + 2}>
      <th scope="row" class="of-name">
        <a href={addressOf({ name: 'station', stationId: row.id })} data-index={index} tabIndex={here ? 0 : -1}>
          {own(row.name)}
        </a>
        {row.demo && <DemoMark />}
        <span class="where">
          {own(circle)} · {row.id}
        </span>
      </th>
      <td>
        <StatusChip state={row.condition} />
      </td>
      <td class="of-heard">{row.heardAt === undefined ? say('stations.never') : <Ago at={row.heardAt} />}</td>
      <td class="of-depth">{row.depth === undefined ? '—' : say('stations.events', { n: row.depth })}</td>
      <td class="of-alarms">{row.alarms === 0 ? '—' : <b>{row.alarms}</b>}</td>
      <td class="of-version">{row.version ?? '—'}</td>
    </tr>
  );
}

export const StationLine = memo(Drawn);
