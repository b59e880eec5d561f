import type { Board } from '../../../fleet/contract/board.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import type { PageProps } from '../pages/page.ts';
import { Gauge } from '../parts/Gauge.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Empty } from '../parts/States.tsx';
import { DemoMark } from '../parts/StatusChip.tsx';
import { addressOf } from '../router.ts';
import { own, say, sayWord } from '../say.ts';
import { now, soonOf } from '../time.ts';

const SHOWN = 5;
const FROM_PERCENT = 70;
const BINS_EVERY_MS = 10_000;

interface FullestBinsProps extends PageProps {
  readonly board: Board;
}

/** The bins that are full first, from where it is worth a thought. */
export function FullestBins({ board, district }: FullestBinsProps) {
  const ofDistrict = useAsked({
    key: `bins/${district}`,
    ask: async () => (district === '' ? { bins: [] } : await api.rounds(district)),
    touches: ({ devicesOf }) => district !== '' && devicesOf.length > 0,
    everyMs: BINS_EVERY_MS,
  });
  const all = district === '' ? board.bins : (ofDistrict.answer?.bins ?? []);
  const bins = all.filter(({ fillPercent }) => fillPercent >= FROM_PERCENT).slice(0, SHOWN);
  return (
    <Panel
      class="fullest"
      title={say('board.bins')}
      aside={
        <a class="button primary" href={addressOf({ name: 'rounds' }, { district })}>
          {say('board.bins.key')}
        </a>
      }
    >
      {bins.length === 0 ? (
        <Empty>{say('board.bins.none')}</Empty>
      ) : (
        <ul>
          {bins.map(({ stationId, stationName, deviceId, material, fillPercent, fullAt, demo }) => (
            <li key={`${stationId}/${deviceId}`} class="bin">
              <div class="what">
                <a
                  href={addressOf({ name: 'station', stationId })}
                  aria-label={`${own(stationName)} · ${sayWord('material', material)}`}
                >
                  {own(stationName)}
                </a>
                <span class="where">
                  {sayWord('material', material)} ·{' '}
                  {fullAt === undefined
                    ? say('board.bins.no-pace')
                    : say('board.bins.full-at', { when: soonOf(fullAt, now.value, say) })}
                  {demo && <DemoMark />}
                </span>
              </div>
              <Gauge percent={fillPercent} />
              <b>{fillPercent}%</b>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
