import { memo } from 'preact/compat';
import type { Board } from '../../../fleet/contract/board.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { Sign } from '../parts/Sign.tsx';
import { addressOf } from '../router.ts';
import { own, say } from '../say.ts';
import { dotAt, outlineOf, pieceOf, ringPieces } from './ring-pieces.ts';

export type Circle = Board['districts'][number]['circles'][number];

const RADIUS = 62;
const DOT_RADIUS = 77;
/** Trouble is thicker, so that it is seen without colour; silence is hollow. */
const THICKNESS = { ok: 7, look: 18, fault: 18, silent: 16, maintenance: 11 } as const;
const TROUBLE = ['fault', 'look', 'silent', 'maintenance'] as const;

interface CircleRingProps {
  readonly circle: Circle;
  readonly district: string;
  /** The station that is looked at, where it is one of this circle. */
  readonly lookedAt: string | undefined;
}

function Drawn({ circle, district, lookedAt }: CircleRingProps) {
  const { counts, stations } = circle;
  const pieces = ringPieces(stations.map(({ condition }) => condition));
  const troubled = counts.look + counts.fault + counts.silent;
  const index = lookedAt === undefined ? -1 : stations.findIndex(({ id }) => id === lookedAt);
  const looked = index < 0 ? undefined : pieces[pieceOf(index, stations.length)];
  const dot = looked && dotAt(DOT_RADIUS, looked);
  return (
    <a class="circle" href={addressOf({ name: 'stations' }, { district, circle: circle.id })}>
      <span class="drawing">
        <svg viewBox="-88 -88 176 176" aria-hidden="true">
          <circle class="disc" r="51" />
          {(['ok', ...TROUBLE] as const).map((condition) => (
            <path
              key={condition}
              class={`piece ${condition}`}
              d={pieces
                .filter((piece) => piece.condition === condition)
                .map(({ fromDegrees, toDegrees }) => outlineOf(RADIUS, THICKNESS[condition], fromDegrees, toDegrees))
                .join('')}
            />
          ))}
          {dot && <circle class="sun-dot" cx={dot.x} cy={dot.y} r="8" />}
        </svg>
        <span class="middle">
          {troubled > 0 ? (
            <>
              <b>{troubled}</b>
              {say('board.to-look')}
            </>
          ) : (
            <>
              <Glyph name="tick" />
              <strong>{say('state.ok')}</strong>
            </>
          )}
        </span>
      </span>
      <strong class="name">{own(circle.name)}</strong>
      <span class="counts">
        {say('board.stations', { n: counts.total })}
        {TROUBLE.map(
          (condition) =>
            counts[condition] > 0 && (
              <span key={condition} class={`count ${condition}`}>
                <Sign state={condition} />
                <span class="unseen">{say(`state.${condition}`)}</span>
                {counts[condition]}
              </span>
            ),
        )}
      </span>
    </a>
  );
}

/** A life circle: what its stations are like, each in its place. Drawn anew only when one of them has changed. */
export const CircleRing = memo(Drawn);
