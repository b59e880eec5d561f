/**
 * A second decoder of Yaohua indicators, written from the protocol's description alone. It shares no code with the driver
 * and thinks another way: all the bytes as one text, searched for whole frames at every place, the arithmetic on digits
 * written one below the other.
 */

import { gramsOf } from './digits.ts';

const HEX = '0123456789ABCDEF';

/** Bit by bit, counted: odd or even. */
function parity(text: string): string {
  const bits = Array.from(
    { length: 8 },
    (_, bit) => [...text].filter((letter) => Math.floor(letter.charCodeAt(0) / 2 ** bit) % 2 === 1).length % 2,
  );
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = bits;
  return `${HEX[e + 2 * f + 4 * g + 8 * h]}${HEX[a + 2 * b + 4 * c + 8 * d]}`;
}

const inKilograms = (text: string): number => gramsOf(text, 'kg') ?? Number.NaN;

export const inWords = (grams: number, net: boolean): string => `${grams} g${net ? ' net' : ''}`;

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').replace(/[<>]/g, '?');
const found = (text: string, pattern: RegExp): RegExpExecArray[] => [
  ...text.matchAll(new RegExp(`(?=${pattern.source})`, 'g')),
];

/** Sign, digits, decimals: a number that is not full. */
function numberOf(shown: string): number[] {
  const [sign = '', digits = '', decimals = ''] = [shown.slice(0, 1), shown.slice(1, 7), shown.slice(7)];
  if (digits === '9'.repeat(6)) return [];
  const point = 6 - Number(decimals);
  return [inKilograms(`${sign}${digits.slice(0, point)}.${digits.slice(point)}`)];
}

const framedIn = (bytes: Uint8Array): string => textOf(bytes).replaceAll('\x02', '<').replaceAll('\x03', '>');

/** Every gross weight, in kilograms, that the indicator of address A answers. */
export function confirmedAnswers(bytes: Uint8Array): ReadonlySet<string> {
  const answer = /<(AB([-+][0-9]{6}[0-4]))([0-9A-F]{2})>/;
  return new Set(
    found(framedIn(bytes), answer)
      .filter(([, body = '', , check]) => parity(body) === check)
      .flatMap(([, , shown = '']) => numberOf(shown).map((grams) => inWords(grams, false))),
  );
}

/** Every weight in kilograms that a stream of format 0 and of lines holds. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const text = textOf(bytes);
  const words = new Set<string>();
  for (const [, body = '', check] of found(framedIn(bytes), /<([+-][0-9]{6}[0-4])([0-9A-F]{2})>/))
    if (parity(body) === check) for (const grams of numberOf(body)) words.add(inWords(grams, false));
  for (const [, body = '', kind, value = '', check] of found(text, /(W([GN])([-0-9][0-9.]{6})kg)([0-9A-F]{2})\r\n/))
    if (parity(body) === check) words.add(inWords(inKilograms(value), kind === 'N'));
  for (const [, kind, value = ''] of found(text, /w([wn])([-0-9][0-9.]{6})kg\r\n/))
    words.add(inWords(inKilograms(value), kind === 'n'));
  return words;
}

/** The same of a stream of eight characters behind each equals sign. */
export const confirmedEights =
  (backwards: boolean) =>
  (bytes: Uint8Array): ReadonlySet<string> =>
    new Set(
      textOf(bytes)
        .split('=')
        .slice(1)
        .filter((piece) => piece.length === 8)
        .map((piece) => (backwards ? [...piece].reverse().join('') : piece))
        .filter((piece) => /^-?[0-9]+\.[0-9]+$/.test(piece) && (!backwards || /^[-0]/.test(piece)))
        .map((piece) => inWords(inKilograms(piece), false)),
    );
