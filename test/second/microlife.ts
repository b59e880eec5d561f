/**
 * A second decoder of Microlife's monitors, written from the protocol's description alone. It shares no code with the driver
 * and thinks another way: over the whole text by one pattern, and in decimal.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that holds in these exchanges, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  return new Set(
    exchanges.flatMap(({ answer }) => {
      const letters = Buffer.from(answer).toString('latin1');
      const [, count = '', , records = '', check = ''] =
        /^([0-9A-F]{4})([0-9A-F]{28})((?:[0-9A-F]{32})*)([0-9A-F]{2})$/.exec(letters.slice(1)) ?? [];
      if (letters.charCodeAt(0) !== 6 || check === '' || records.length / 32 !== Number(`0x${count}`)) return [];
      const sum = [...letters.slice(1, -2)].reduce((all, letter) => all + letter.charCodeAt(0), 0);
      return sum % 256 === Number(`0x${check}`) ? (records.match(/.{32}/g) ?? []).map(ofRecord) : [];
    }),
  );
}

function ofRecord(text: string): string {
  const time = text.replace(/^(..)(..)(..)(..)(..).*/, '20$1-$2-$3T$4:$5:00');
  const date = new Date(`${time}Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(time)) return 'nothing';
  const word = Number(`0x${text.slice(16, 24)}`);
  const [systolic, diastolic, pulse] = [1, 1024, 1024 * 1024].map((below) => Math.floor(word / below) % 1024);
  return inWords({ time, systolic: systolic ?? 0, diastolic: diastolic ?? 0, pulse });
}

export interface Words {
  readonly time: string | undefined;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | undefined;
}

export const inWords = ({ time, systolic, diastolic, pulse }: Words): string =>
  `at ${time}: ${systolic}/${diastolic}, ${pulse}`;
