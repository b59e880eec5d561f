/** How an Arduino's Firmata hears its host: the bytes of a command, cut as the firmware cuts them. */
import type { Cut } from '../protocols/conversation.ts';

/** One message of the host: its command byte, and the data behind it; of a sysex without its end. */
export interface Said {
  readonly command: number;
  readonly data: readonly number[];
}

/** Of a sysex; a longer one is dropped. */
const BUFFER_BYTES = 64;

/** Behind each command that is known. */
const DATA_BYTES = (command: number): number | undefined => {
  if (command === 0xf9 || command === 0xff) return 0;
  if (command === 0xf4 || command === 0xf5) return 2;
  return { 144: 2, 224: 2, 192: 1, 208: 1 }[command & 0xf0];
};

export function saidIn(bytes: Uint8Array): Cut<Said> {
  const command = bytes[0] ?? 0;
  if (command === 0xf0) {
    const end = bytes.findIndex((byte, at) => at > 0 && byte >= 0x80);
    if (end < 0) return 'wait';
    if (bytes[end] !== 0xf7) return { skip: end, why: 'noise' };
    const data = [...bytes.subarray(1, end)];
    return data.length > BUFFER_BYTES ? { skip: end + 1, why: 'length' } : { frame: { command, data }, used: end + 1 };
  }
  const count = DATA_BYTES(command);
  if (count === undefined) return { skip: 1, why: 'noise' };
  const data = [...bytes.subarray(1, 1 + count)];
  const early = data.findIndex((byte) => byte >= 0x80);
  if (early >= 0) return { skip: 1 + early, why: 'noise' };
  return data.length < count ? 'wait' : { frame: { command, data }, used: 1 + count };
}
