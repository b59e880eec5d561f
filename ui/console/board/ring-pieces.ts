/** The life circle's ring: a piece for each station, and where there are too many of them a piece for a few neighbours. */
import type { Condition } from '../../../fleet/contract/words.ts';

/** More pieces than this melt into one line. */
export const MOST_PIECES = 60;
const GAP_DEGREES = 3.2;
const GAP_SHARE = 0.28;

/** The worst first: what several stations in one piece are shown as. */
export const WORST_FIRST = ['fault', 'silent', 'look', 'maintenance', 'ok'] as const satisfies readonly Condition[];

export interface Piece {
  readonly condition: Condition;
  readonly fromDegrees: number;
  readonly toDegrees: number;
}

/** Which piece shows the station at that place of the circle. */
export const pieceOf = (index: number, stations: number): number =>
  stations <= MOST_PIECES ? index : Math.floor((index * MOST_PIECES) / stations);

/** Clockwise from twelve, in the order of the stations. */
export function ringPieces(conditions: readonly Condition[]): Piece[] {
  const count = Math.min(conditions.length, MOST_PIECES);
  const worst: number[] = Array.from({ length: count }, () => WORST_FIRST.length - 1);
  conditions.forEach((condition, index) => {
    const piece = pieceOf(index, conditions.length);
    worst[piece] = Math.min(worst[piece] ?? 0, WORST_FIRST.indexOf(condition));
  });
  const step = 360 / Math.max(1, count);
  const gap = count <= 1 ? 0 : Math.min(GAP_DEGREES, step * GAP_SHARE);
  return worst.map((rank, piece) => ({
    condition: WORST_FIRST[rank] ?? 'ok',
    fromDegrees: piece * step + gap / 2,
    toDegrees: (piece + 1) * step - gap / 2,
  }));
}

const at = (radius: number, degrees: number): string => {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
};

/** The piece's outline round the middle (0, 0). A whole circle is drawn as two halves: an arc cannot end where it begins. */
export function outlineOf(radius: number, thickness: number, from: number, to: number): string {
  if (to - from >= 360)
    return outlineOf(radius, thickness, from, from + 180) + outlineOf(radius, thickness, from + 180, to - 0.01);
  const outer = radius + thickness / 2;
  const inner = radius - thickness / 2;
  const large = to - from > 180 ? 1 : 0;
  return `M${at(outer, from)}A${outer} ${outer} 0 ${large} 1 ${at(outer, to)}L${at(inner, to)}A${inner} ${inner} 0 ${large} 0 ${at(inner, from)}Z`;
}

/** Where the dot of the station that is looked at stands: outside the ring, over the middle of its piece. */
export function dotAt(radius: number, piece: Piece): { readonly x: number; readonly y: number } {
  const angle = (((piece.fromDegrees + piece.toDegrees) / 2 - 90) * Math.PI) / 180;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}
