/**
 * A second decoder of A&D's lines, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: letter by letter from a line's end to its beginning.
 */
import { gramsOf } from './digits.ts';

export const inWords = (grams: number, net: boolean, stable: boolean): string =>
  `${grams} g${net ? ' net' : ''} ${stable ? 'stable' : 'moving'}`;

interface Seen {
  readonly grams: number;
  readonly net: boolean;
  readonly stable: boolean;
}

/** Takes letters off the end for as long as they are of these. */
function tail(text: string, letters: string): [rest: string, taken: string] {
  let at = text.length;
  while (at > 0 && letters.includes(text.charAt(at - 1))) at--;
  return [text.slice(0, at), text.slice(at)];
}

function ofLine(line: string): Seen[] {
  const [unpadded] = tail(line, ' ');
  const [withoutUnit, letters] = tail(unpadded, 'abcdefghijklmnopqrstuvwxyz');
  const [withoutBlanks] = tail(withoutUnit, ' ');
  const [beforeDigits, digits] = tail(withoutBlanks, '0123456789.');
  const [beforeGap] = tail(beforeDigits, ' ');
  const sign = /[-+]$/.test(beforeGap) ? beforeGap.slice(-1) : '';
  const [headWithGap] = tail(sign === '' ? beforeDigits : beforeGap.slice(0, -1), ' ');
  const parts = headWithGap.split(',').map((part) => part.trim());
  const [flag = ''] = [(parts[0] ?? '').slice(-2)];
  const rest = parts.slice(1).filter((part, at, all) => part !== '' || at < all.length - 1);
  const grams = gramsOf(`${sign}${digits}`, letters);
  const plain = rest.length === 0 || (rest.length === 1 && (rest[0] === 'GS' || rest[0] === 'NT'));
  const whole = digits.split('.');
  const number = whole.length <= 2 && whole.every((part) => part !== '');
  if (grams === undefined || !number || !plain || parts.length < 2 || (flag !== 'ST' && flag !== 'US')) return [];
  return [{ grams, net: rest[0] === 'NT', stable: flag === 'ST' }];
}

/** Every weight; as stable, where three of its lines say so. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const lines = Buffer.from(bytes).toString('latin1').split('\n').slice(0, -1);
  // Of a line that was torn, what stands at its end counts: there its flag is the last.
  const said = lines
    .filter((line) => line.endsWith('\r'))
    .map((line) => line.slice(0, -1))
    .flatMap((line) => ofLine(line.slice(Math.max(0, line.lastIndexOf('ST'), line.lastIndexOf('US')))));
  const words = new Set<string>();
  for (const { grams, net, stable } of said) {
    words.add(inWords(grams, net, false));
    if (said.filter((one) => one.stable && stable && one.grams === grams && one.net === net).length >= 3)
      words.add(inWords(grams, net, true));
  }
  return words;
}
