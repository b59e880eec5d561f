/**
 * A second decoder of the Bioland meters, written from the protocol's description alone. It shares no code with the driver
 * and thinks another way: which kind of sum explains the whole of what was heard, and what results it proves then.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that holds in these exchanges, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const texts = exchanges.map(({ answer }) => Buffer.from(answer).toString('hex').toUpperCase());
  return new Set(
    [0, 2, 4].flatMap((added) => {
      const named = texts.some(
        (text) => [...shaped(text, '551200', 18, added), ...shaped(text, '550F00', 15, added)].length > 0,
      );
      const ended = texts.some((text) => [...shaped(text, '550505', 5, added)].length > 0);
      return named && ended ? texts.flatMap((text) => [...shaped(text, '550C03', 12, added)].map(ofResult)) : [];
    }),
  );
}

/** Frames with this head anywhere in the bytes whose sum, and so much more, is right. */
function* shaped(hex: string, head: string, length: number, added: number): Generator<string> {
  for (let at = hex.indexOf(head); at >= 0; at = hex.indexOf(head, at + 1)) {
    const whole = hex.slice(at, at + 2 * length);
    if (at % 2 !== 0 || whole.length !== 2 * length) continue;
    const bytes = (whole.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
    const last = bytes.pop() ?? -1;
    if ((bytes.reduce((all, byte) => all + byte, added) - last) % 256 === 0) yield whole;
  }
}

function ofResult(hex: string): string {
  const part = (at: number): number => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  const two = (at: number): string => String(part(at)).padStart(2, '0');
  const time = `${2000 + part(3)}-${two(4)}-${two(5)}T${two(6)}:${two(7)}:00`;
  const instant = new Date(`${time}Z`);
  const real = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(time);
  const mgPerDl = part(10) * 256 + part(9);
  return real && mgPerDl >= 20 && mgPerDl <= 600
    ? inWords(time, mgPerDl, Number((mgPerDl / 18 + 1e-9).toFixed(1)))
    : 'nothing';
}

export const inWords = (time: string | undefined, mgPerDl: number | undefined, mmolPerL: number | undefined): string =>
  [time, mgPerDl, mmolPerL].join(' ');
