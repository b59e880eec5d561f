/**
 * What a text protocol without a check value must stand: each worked line cut anywhere, torn, and with every bit flipped,
 * every byte lost or doubled. What cannot be seen is listed, byte for byte, and is all there is.
 */
import { expect, test } from 'vitest';
import { asciiOf, concat } from '../edge-agent/protocols/bytes.ts';
import type { Language } from '../edge-agent/protocols/conversation.ts';
import { frameReader } from '../edge-agent/protocols/frame-reader.ts';
import { doubles, flips, losses, splits, torn } from './bad-bytes.ts';

export interface WorkedLine<F> {
  /** Without its end. */
  readonly line: string;
  readonly says: F;
  /** Bytes at which a flipped bit, a loss or a doubling may make it say something else. */
  readonly unseen?: {
    readonly flipped?: readonly number[];
    readonly lost?: readonly number[];
    readonly doubled?: readonly number[];
  };
}

export function framesOf<F>(language: Language<F>, chunks: readonly Uint8Array[]): F[] {
  const frames: F[] = [];
  const reader = frameReader(language, () => {});
  for (const chunk of chunks) {
    reader.take(chunk);
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) frames.push(frame);
  }
  return frames;
}

const bytesOf = (line: string): Uint8Array => asciiOf(`${line}\r\n`);

/** `next`: a line that none of the others is. `isValue`: it says a number; that it says another refusal harms nobody. */
export function onABadLine<F>(
  language: Language<F>,
  lines: readonly WorkedLine<F>[],
  { next, isValue }: { readonly next: WorkedLine<F>; readonly isValue: (frame: F) => boolean },
): void {
  const behind = bytesOf(next.line);
  /** Of spoilt bytes with the next line behind them; that one is heard, but for what took its beginning. */
  const heard = (spoilt: Uint8Array): F[] => {
    const frames = framesOf(language, [concat(spoilt, behind, behind)]);
    expect(frames.at(-1)).toEqual(next.says);
    return frames.filter((frame) => JSON.stringify(frame) !== JSON.stringify(next.says));
  };
  const differ = (spoilt: readonly Uint8Array[], { says }: WorkedLine<F>): number[] =>
    spoilt.flatMap((bytes, at) => {
      const wrong = heard(bytes).filter((frame) => isValue(frame) && JSON.stringify(frame) !== JSON.stringify(says));
      return wrong.length > 0 ? [at] : [];
    });

  test.each(lines)('$line: heard however it is cut', ({ line, says }) => {
    const bytes = bytesOf(line);
    for (const chunks of [[bytes], ...splits(bytes), Array.from(bytes, (byte) => Uint8Array.of(byte))])
      expect(framesOf(language, chunks)).toEqual([says]);
  });

  test.each(lines)('$line: spoilt it says nothing else, but where that cannot be seen', (worked) => {
    const bytes = bytesOf(worked.line);
    const nowhere = { flipped: [], lost: [], doubled: [] };
    expect({
      flipped: [...new Set(differ(flips(bytes), worked).map((bit) => bit >> 3))],
      lost: differ(losses(bytes), worked),
      doubled: differ(doubles(bytes), worked),
    }).toEqual({ ...nowhere, ...worked.unseen });
    expect(differ(torn(bytes), worked)).toEqual([]);
  });
}
