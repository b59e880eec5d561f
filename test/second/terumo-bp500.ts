/**
 * A second decoder of the Terumo BP-500, written from the protocol's description alone. It shares no code with the driver
 * and thinks another way: all the bytes as one text, cut at its starts, and each piece at its commas.
 */

/** Every reading that these bytes hold, in the words of `inWords`. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const pieces = Buffer.from(bytes).toString('latin1').split('\x02').slice(1);
  return new Set(pieces.flatMap((piece) => ofFields(piece.split('\x03', 1).join('').split(','), piece)));
}

const WIDTHS = [2, 9, 6, 6, 3, 3, 3, 3, 4, 4, 5, 3].join();

function ofFields(fields: readonly string[], piece: string): string[] {
  const [type, id = '', date = '', hour = '', ...rest] = fields;
  const ended = piece.charAt(fields.join().length) === '\x03';
  if (!ended || type !== 'R1' || fields.map(({ length }) => length).join() !== WIDTHS) return [];
  if (Array.from(id).some((letter) => letter < ' ' || letter > '~')) return [];
  if ([date, hour, ...rest].join('').replace(/[0-9]/g, '') !== '' || Number(rest.slice(4).join('')) !== 0) return [];
  const text = `20${date.replace(/(..)(..)(..)/, '$1-$2-$3')}T${hour.replace(/(..)(..)(..)/, '$1:$2:$3')}`;
  const time = Date.parse(`${text}Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return [];
  const [sys = 0, mean = 0, dia = 0, pulse = 0] = rest.map(Number);
  return dia < mean && mean < sys ? [inWords({ time: text, sys, mean, dia, pulse })] : [];
}

export interface Words {
  readonly time: string | undefined;
  readonly sys: number;
  readonly mean: number | undefined;
  readonly dia: number;
  readonly pulse: number | undefined;
}

export const inWords = ({ time, sys, mean, dia, pulse }: Words): string =>
  `${time} ${sys}/${dia} mean ${mean} pulse ${pulse}`;
