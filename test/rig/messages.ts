/** Firmata's bytes as hex text, and a stream of them cut into messages: a second reading of the wire, for tests alone. */

/** `90 7C 01` → bytes. */
export const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));

export const hex = (message: Iterable<number>): string =>
  Array.from(message, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

/** Data bytes behind a command that is no sysex. */
const DATA: Readonly<Record<number, number>> = { 144: 2, 224: 2, 192: 1, 208: 1, 244: 2, 245: 2, 249: 2, 255: 0 };

/** Whole messages only; bytes that are part of none are left out. */
export function messages(stream: Uint8Array): string[] {
  const found: string[] = [];
  for (let at = 0; at < stream.length; ) {
    const end = stream.findIndex((byte, index) => index > at && byte >= 0x80);
    const data = (end < 0 ? stream.length : end) - at - 1;
    const length = lengthOf(stream[at] ?? 0, data, stream[end]);
    if (length > 0) found.push(hex(stream.subarray(at, at + length)));
    at += Math.max(1, length);
  }
  return found;
}

/** Of the message that this byte begins, with so many data bytes behind it and that command behind them; 0: of none. */
function lengthOf(command: number, data: number, next: number | undefined): number {
  if (command === 0xf0) return next === 0xf7 ? data + 2 : 0;
  const wanted = DATA[command < 0xf0 ? command & 0xf0 : command];
  return wanted !== undefined && data >= wanted ? wanted + 1 : 0;
}

/** The text of a string message, `F0 71 …`. */
export function text(message: string): string {
  const payload = bytes(message).subarray(2, -1);
  return Array.from({ length: payload.length >> 1 }, (_, i) =>
    String.fromCharCode((payload[2 * i] ?? 0) | ((payload[2 * i + 1] ?? 0) << 7)),
  ).join('');
}
