/** Lines of text that end in CR LF and have no check value: one counts whole, or not at all. */
import type { RejectReason } from '../domain/event.ts';
import { textOf } from './bytes.ts';
import type { Framer } from './conversation.ts';

/**
 * What stands at the end of a line, and where in it that begins: in front of it lies the rest of a line that was torn. Else
 * why it says nothing.
 */
export type ReadLine<F> = (line: string) => { readonly at: number; readonly says: F } | RejectReason | 'noise';

const LF = 0x0a;
const TOP_BIT = 0x80;
/** No line of a scale is longer; a description of the scale itself may be. */
const LONGEST = 100;

export const scaleLines =
  <F>(read: ReadLine<F>): Framer<F> =>
  (bytes) => {
    const end = bytes.indexOf(LF);
    if (end < 0) return bytes.length > LONGEST ? { skip: bytes.length, why: 'length' } : 'wait';
    const used = end + 1;
    const line = bytes.subarray(0, end);
    const bare = textOf(line.map((byte) => byte & ~TOP_BIT));
    if (!bare.endsWith('\r')) return { skip: used, why: 'length' };
    const found = read(bare.slice(0, -1));
    const meant = typeof found !== 'string';
    // The line's parity or number of bits is not the device's: nothing is made good, however well it would read.
    if (line.some((byte) => byte >= TOP_BIT)) return { skip: used, why: meant ? 'checksum' : 'unknown' };
    if (!meant) return { skip: used, why: found };
    return found.at > 0 ? { skip: found.at, why: 'length' } : { frame: found.says, used };
  };
