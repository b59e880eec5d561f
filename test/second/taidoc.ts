/**
 * A second decoder of the TaiDoc / FORA family, written from the protocol's description alone. It shares no code with the
 * driver and thinks another way: over everything that came back to each question, as text, and in bits of text.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that these exchanges hold, in the words of `inWords`: its time and its value each came twice. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const times = new Map<string, number>();
  const models = new Set<string>();
  const places = new Set<string>();
  for (const { question, answer } of exchanges) {
    const [, command = '', place = ''] = /^51(..)(........)A3..$/.exec(question) ?? [];
    for (const data of answersIn(answer, command)) {
      if (command === '24') models.add(data.slice(2, 4) + data.slice(0, 2));
      if (command !== '25' && command !== '26') continue;
      places.add(place);
      const key = `${command} ${place} ${data}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  const twice = (command: string, place: string): string[] =>
    [...times]
      .filter(([key, count]) => count > 1 && key.startsWith(`${command} ${place} `))
      .map(([key]) => key.slice(-8));
  const words = [...places].flatMap((place) =>
    twice('25', place).flatMap((time) =>
      twice('26', place).flatMap((value) => [...models].map((model) => recordIn(model, time, value))),
    ),
  );
  return new Set(words);
}

/** The data of each frame to this question, wherever it begins. */
function* answersIn(bytes: Uint8Array, command: string): Generator<string> {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase();
  for (const { index } of hex.matchAll(new RegExp(`(?=51${command}........A5..)`, 'g'))) {
    if (index % 2 !== 0) continue;
    const pairs = (hex.slice(index, index + 16).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    const sum = pairs.slice(0, 7).reduce((a, b) => a + b, 0);
    if (sum % 256 === pairs[7]) yield hex.slice(index + 4, index + 12);
  }
}

const number = (bits: string): number => Number.parseInt(bits, 2);
/** Four bytes as one row of bits, the last byte first: as a little-endian machine would see them. */
const bitsOf = (hex: string): string =>
  (hex.match(/../g) ?? [])
    .toReversed()
    .map((pair) => Number.parseInt(pair, 16).toString(2).padStart(8, '0'))
    .join('');

function recordIn(model: string, time: string, value: string): string {
  // average, class, hour | pressure, irregular, minute | year, month, day
  const [, hour = '', isPressure = '', irregular = '', minute = '', year = '', month = '', day = ''] =
    /^...(.{5})(.)(.)(.{6})(.{7})(.{4})(.{5})$/.exec(bitsOf(time)) ?? [];
  const two = (bits: string): string => String(number(bits)).padStart(2, '0');
  const clock = `${2000 + number(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00`;
  const date = Date.parse(`${clock}Z`);
  if (Number.isNaN(date) || !new Date(date).toISOString().startsWith(clock)) return 'nothing';
  const isMonitor = ['3128', '3129', '3140'].includes(model);
  if (isMonitor || (model === '3261' && isPressure === '1')) {
    const [, pulse = '', diastolic = '', upper = '', lower = ''] =
      /^(.{8})(.{8})(.{8})(.{8})$/.exec(bitsOf(value)) ?? [];
    const mean = isMonitor && number(upper) > 0 ? number(upper) : undefined;
    const systolic = number(isMonitor ? lower : upper + lower);
    return inWords({
      time: clock,
      value: [systolic, number(diastolic), mean, number(pulse)].join('/'),
      mark: irregular === '1' ? 'irregular' : '',
    });
  }
  const isMeter = ['4116', '4141', '4235', '4277', '4279', '4283'].includes(model);
  const [, meal = '', analyte = '', mgPerDl = ''] = /^(..)(....)..(?:.{8})(.{16})$/.exec(bitsOf(value)) ?? [];
  if (!(isMeter || model === '3261') || isPressure === '1' || analyte !== '0000') return 'nothing';
  const shown =
    number(mgPerDl) < 20
      ? 'LO'
      : number(mgPerDl) > 600
        ? 'HI'
        : `${number(mgPerDl)} ${Math.round((number(mgPerDl) / 18) * 10) / 10}`;
  return inWords({
    time: clock,
    value: shown,
    mark: { '00': '', '01': 'before-meal', '10': 'after-meal', '11': 'control' }[meal] ?? '',
  });
}

export const inWords = ({
  time,
  value,
  mark,
}: {
  readonly time: string | undefined;
  readonly value: string;
  readonly mark: string;
}): string => `${time} ${value} ${mark}`.trimEnd();
