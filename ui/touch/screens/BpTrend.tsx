import type { Screen } from '../../../kiosk/contract/screen.ts';
import { Trend } from '../../parts/Trend.tsx';
import type { Say } from '../say.ts';
import { agoOf } from './dates.ts';

type Result = Extract<Screen, { id: 'bp.result' }>;

export interface BpTrendProps {
  readonly say: Say;
  readonly screen: Result;
  readonly history: NonNullable<Result['history']>;
}

const MOST_LABELS = 4;

/** Earlier results and this one; of a first one there is nothing to draw. */
export function BpTrend({ say, screen, history: { results, inRange } }: BpTrendProps) {
  const last = results.at(-1);
  if (last === undefined) return <p class="next">{say('trend.first')}</p>;
  const all = [...results, { ...screen, daysAgo: 0 }];
  return (
    <Trend
      lines={[
        {
          kind: 'systolic',
          values: all.map(({ systolicMmHg }) => systolicMmHg),
          name: say('result.upper'),
          ideal: [inRange.systolicMmHg.from, inRange.systolicMmHg.below],
        },
        {
          kind: 'diastolic',
          values: all.map(({ diastolicMmHg }) => diastolicMmHg),
          name: say('result.lower'),
          ideal: [inRange.diastolicMmHg.from, inRange.diastolicMmHg.below],
        },
      ]}
      labels={spread(all.map(({ daysAgo }) => agoOf(daysAgo, say)))}
      title={say('trend.title', { n: all.length })}
      hint={say('trend.hint')}
      sentence={difference(screen.systolicMmHg - last.systolicMmHg, say)}
    />
  );
}

/** The first, the last, and at most two between. */
function spread(labels: readonly string[]): readonly string[] {
  const most = Math.min(MOST_LABELS, labels.length);
  return Array.from({ length: most }, (_, index) => {
    const place = most < 2 ? 0 : Math.round((index * (labels.length - 1)) / (most - 1));
    return labels[place] ?? '';
  });
}

function difference(mmHg: number, say: Say): string {
  if (mmHg === 0) return say('trend.same');
  return say(mmHg > 0 ? 'trend.higher' : 'trend.lower', { n: Math.abs(mmHg) });
}
