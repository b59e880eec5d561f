/** What a simulated device's cable may do to what it says. */

/** silent: it carries nothing. torn: the second half is missing. garbled: the top bit of one byte is wrong. */
export const WIRE_FAULTS = ['silent', 'torn', 'garbled'] as const;

export function onTheWire(said: Uint8Array, fault: string | undefined): Uint8Array {
  const half = said.length >> 1;
  if (fault === 'silent') return new Uint8Array();
  if (fault === 'torn') return said.slice(0, half);
  return fault === 'garbled' ? said.map((byte, at) => (at === half ? byte ^ 0x80 : byte)) : said;
}
