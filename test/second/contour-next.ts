/**
 * A second decoder of the Contour meters, from the description of their frames and records alone: looks for whole frames
 * anywhere in what came, and takes each result in it as one line of text.
 */
const RESULT =
  /^R\|\d{1,4}\|\^\^\^Glucose\|(?<value>[\d.]*)\|(?<unit>mg\/dL|mmol\/L)\^P\|[^|]*\|(?<marks>[^|]*)\|[^|]*\|(?<time>\d{12}(?:\d\d)?)(?:$|\|)/;

/** Behind STX: the frame's digit and its text, CR, ETX or ETB; two digits of the sum; CR LF. */
const FRAME = /^([0-7]([^\r]*)\r(.))([0-9A-F]{2})\r\n/s;
const ENDS = ['\x03', '\x17'];

export interface Words {
  readonly time: string | undefined;
  readonly value: string;
  readonly mmolPerL: number | '';
  readonly meal: string;
  readonly control: boolean;
}

export const resultWords = ({ time, value, mmolPerL, meal, control }: Words): string =>
  [time, value, mmolPerL, meal, control ? 'control' : ''].join(' ');

/** The letters of all messages, in order, without what wraps them. */
export function confirmed(messages: readonly Uint8Array[]): ReadonlySet<string> {
  const words = new Set<string>();
  const text = Buffer.concat(messages).toString('latin1');
  for (let at = text.indexOf('\x02'); at >= 0; at = text.indexOf('\x02', at + 1)) {
    const [, counted = '', record = '', end = '', check = ''] = FRAME.exec(text.slice(at + 1)) ?? [];
    let sum = 0;
    for (const letter of counted) sum += letter.charCodeAt(0);
    if (!ENDS.includes(end) || Number.parseInt(check, 16) !== sum % 0x100) continue;
    const found = RESULT.exec(record)?.groups;
    if (found) words.add(said(found));
  }
  return words;
}

function said({ value = '', unit = '', marks = '', time = '' }: Readonly<Record<string, string>>): string {
  const has = (mark: string): boolean => `/${marks}/`.includes(`/${mark}/`);
  const beyond = has('>') ? 'HI' : has('<') ? 'LO' : undefined;
  const [year, month, day, hour, minute, second = '00'] = [time.slice(0, 4), ...(time.slice(4).match(/../g) ?? [])];
  return resultWords({
    time: `${year}-${month}-${day}T${hour}:${minute}:${second}`,
    value: beyond ?? `${Number(value)} ${unit}`,
    mmolPerL: beyond ? '' : unit === 'mmol/L' ? Number(value) : Math.round((Number(value) / 18) * 10) / 10,
    meal: has('B') ? 'before-meal' : has('A') ? 'after-meal' : '',
    control: has('C'),
  });
}
