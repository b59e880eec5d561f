/**
 * A second decoder of the Omron HBP lines, written from their description alone. It shares no code with the driver and
 * thinks another way: not line by line but at every place of the bytes, and there column by column.
 */

/** Every reading that these bytes hold, in the words of `inWords`. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const text = Buffer.from(bytes).toString('latin1');
  const found = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('\r\n', at + 53)) found.add(ofFormat5(text.slice(at, at + 53)));
    if ('\r\n'.includes(text.charAt(at + 58) || '-')) found.add(ofHbp9020(text.slice(at, at + 58)));
  }
  found.delete('nothing');
  return found;
}

function ofFormat5(line: string): string {
  const commas = [4, 7, 10, 13, 16, 37, 39, 43, 47, 51];
  if (commas.some((at) => line.charAt(at) !== ',') || !isId(line.slice(17, 37)) || line.charAt(38) !== '0')
    return 'nothing';
  const [sys, dia, pulse, moved] = [40, 44, 48, 52].map((at) => number(line.slice(at, Math.min(at + 3, 53))));
  if (sys === undefined || dia === undefined || pulse === undefined || moved === undefined) return 'nothing';
  if (sys < 60 || sys > 260 || dia < 30 || dia > 215 || pulse < 40 || pulse > 180) return 'nothing';
  const time = timeOf([0, 5, 8, 11, 14].map((at) => line.slice(at, at === 0 ? 4 : at + 2)));
  return inWords({ time, sys, mean: undefined, dia, pulse, moved: moved > 0 });
}

function ofHbp9020(line: string): string {
  const marks = {
    0: 'b',
    1: 'p',
    2: ',',
    23: ',',
    28: '/',
    31: '/',
    34: ',',
    37: ':',
    40: ',',
    44: ',',
    48: ',',
    52: ',',
    56: ',',
  };
  if (Object.entries(marks).some(([at, mark]) => line.charAt(Number(at)) !== mark)) return 'nothing';
  const [sys, mean, dia, pulse] = [41, 45, 49, 53].map((at) => number(line.slice(at, at + 3)));
  const digit = number(line.slice(57));
  if (sys === undefined || mean === undefined || dia === undefined || pulse === undefined) return 'nothing';
  if (digit === undefined || !isId(line.slice(3, 23)) || mean <= dia || mean >= sys) return 'nothing';
  const time = timeOf([24, 29, 32, 35, 38].map((at) => line.slice(at, at === 24 ? 28 : at + 2)));
  return inWords({ time, sys, mean, dia, pulse, moved: digit > 0 });
}

const isId = (id: string): boolean => Buffer.from(id, 'latin1').every((byte) => byte >= 0x20 && byte < 0x7f);

function number(text: string): number | undefined {
  const value = Array.from(text).reduce((sum, letter) => 10 * sum + '0123456789'.indexOf(letter), 0);
  return Array.from(text).every((letter) => '0123456789'.includes(letter)) ? value : undefined;
}

/** As the calendar writes it back; a year is one of this century. */
function timeOf([year = '', month = '', day = '', hour = '', minute = '']: readonly string[]): string | undefined {
  const text = `${year}-${month}-${day}T${hour}:${minute}:00`;
  const time = Date.parse(`${text}Z`);
  return year.startsWith('20') && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
    ? text
    : undefined;
}

export interface Words {
  readonly time: string | undefined;
  readonly sys: number;
  readonly mean: number | undefined;
  readonly dia: number;
  readonly pulse: number | undefined;
  readonly moved: boolean;
}

export function inWords({ time, sys, mean, dia, pulse, moved }: Words): string {
  if (time === undefined || sys <= dia) return 'nothing';
  return `${time} ${sys}/${dia} mean ${mean ?? 'none'} pulse ${pulse}${moved ? ' moved' : ''}`;
}
