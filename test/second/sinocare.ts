/**
 * A second decoder of the Sinocare SN frame, written from the protocol's description alone. It shares no code with the
 * driver and thinks another way: all bytes as text, results found by their head, and the sum taken off digit by digit.
 */

const RESULT = /(?=534E10(?<product>....)04(?<time>.{12})(?<value>....)(?<rest>.{8})(?<sum>..))/g;

/** Every result that holds in these bytes, in the words of `inWords`. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase();
  const found = new Set<string>();
  for (const { index, groups = {} } of hex.matchAll(RESULT)) {
    const { product = '', time = '', value = '', rest = '', sum = '' } = groups;
    if (index % 2 !== 0) continue;
    let left = Number(`0x${sum}`) - 0x10 - 0x04;
    for (const digits of `${product}${time}${value}${rest}`.match(/../g) ?? []) left -= Number(`0x${digits}`);
    if (left % 256 !== 0) continue;
    const [year = 0, month = 0, ...parts] = (time.match(/../g) ?? []).map((digits) => Number(`0x${digits}`));
    const [day, hour, minute, second] = parts.map((part) => String(part).padStart(2, '0'));
    const text = `${2000 + year}-${String(month).padStart(2, '0')}-${day}T${hour}:${minute}:${second}`;
    const instant = Date.parse(`${text}Z`);
    if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(text)) continue;
    const mmolPerL = Number(`${Number(`0x${value}`)}e-1`);
    found.add(inWords(text, mmolPerL > 1.1 && mmolPerL < 33.3 ? mmolPerL : mmolPerL < 10 ? 'LO' : 'HI'));
  }
  return found;
}

export const inWords = (time: string | undefined, mmolPerL: number | 'HI' | 'LO' | undefined): string =>
  `${time} ${mmolPerL}`;
