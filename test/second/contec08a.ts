/**
 * A second decoder of the CONTEC08A, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: every report by itself, its bits as text, and what came twice for the same user.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that came at least twice to the same question, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const asked = exchanges.filter(({ question }) => /^4341010[456]02/.test(question));
  const reports = asked.map(
    ({ question, answer }) => `${question[7]} ${Buffer.from(answer).toString('hex').slice(0, 28)}`,
  );
  return new Set(
    reports.filter((report, at) => reports.indexOf(report) < at).map((report) => recordIn(report.slice(2))),
  );
}

const number = (bits: string): number => Number.parseInt(bits, 2);

/** Fourteen bytes in hexadecimal. The bits of a key, read backwards, stand before those of the bytes behind it. */
function recordIn(hex: string): string {
  const bits = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16).toString(2).padStart(8, '0'));
  if (bits.length < 14 || bits.some((byte) => byte.startsWith('0')) || bits[8] !== '10000000') return 'nothing';
  const uppers = [...(bits[0] ?? '')].toReversed();
  const [upper, lower, diastolic, pulse, mean, year, month] = bits
    .slice(1, 8)
    .map((byte, at) => number(`${uppers[at]}${byte.slice(1)}`));
  const [day, hour, minute] = bits.slice(9, 12).map((byte) => number(byte.slice(1)));
  const two = (value = 0): string => String(value).padStart(2, '0');
  const time = `${2000 + (year ?? 0)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00`;
  const date = Date.parse(`${time}Z`);
  if (Number.isNaN(date) || !new Date(date).toISOString().startsWith(time)) return 'nothing';
  return inWords({ time, values: [(upper ?? 0) * 256 + (lower ?? 0), diastolic, pulse, mean] });
}

export const inWords = ({
  time,
  values,
}: {
  readonly time: string | undefined;
  readonly values: readonly (number | undefined)[];
}): string => `${time} ${values.join('/')}`;
