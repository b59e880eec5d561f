/** Messages of a fixed number of printed letters between STX and ETX, without a check value. */
import { seek, textOf, u8 } from './bytes.ts';
import type { Framer } from './conversation.ts';

export const STX = 0x02;
export const ETX = 0x03;

/** `read`: what the letters say; undefined where columns are not as they must be. */
export const fixedText =
  <F>(letters: number, read: (text: string) => F | undefined): Framer<F> =>
  (bytes) => {
    const noise = seek(bytes, STX);
    if (noise > 0) return { skip: noise, why: 'noise' };
    const inside = bytes.subarray(1, 1 + letters);
    const wrong = inside.findIndex((byte) => byte < 0x20 || byte > 0x7e);
    if (wrong === 0) return { skip: 1, why: 'noise' }; // a start whose message is gone
    if (wrong > 0) return { skip: 1 + wrong, why: 'length' };
    const end = 1 + letters;
    if (bytes.length <= end) return 'wait';
    if (u8(bytes, end) !== ETX) return { skip: end, why: 'length' };
    const frame = read(textOf(inside));
    return frame ? { frame, used: end + 1 } : { skip: end + 1, why: 'unknown' };
  };
