/**
 * A second decoder of Omron's monitors, written from the protocol's description alone. It shares no code with the driver
 * and thinks another way: over each answer as one line of hexadecimal text, matched whole.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that holds in these exchanges, in the words of `inWords`. */
export function confirmed(exchanges: readonly Exchange[]): ReadonlySet<string> {
  return new Set(
    exchanges.flatMap(({ question, answer }) => {
      const [, bank = ''] = /^07474D4500(0[01])00/.exec(question) ?? [];
      const [, data = '', check = ''] =
        /^4F4B00(.{26})(..)$/.exec(Buffer.from(answer).toString('hex').toUpperCase()) ?? [];
      return bank !== '' && data !== '' && evenBits(data + check) ? [ofRecord(Number(bank) + 1, data)] : [];
    }),
  );
}

/** Exclusive or, seen from the side: of each of the eight bits an even number is set. */
function evenBits(hex: string): boolean {
  const columns = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const pair of hex.match(/../g) ?? [])
    for (const [bit, digit] of [...Number.parseInt(pair, 16).toString(2).padStart(8, '0')].entries())
      columns[bit] = (columns[bit] ?? 0) + Number(digit);
  return columns.every((count) => count % 2 === 0);
}

function ofRecord(user: number, data: string): string {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers(data.slice(0, 12));
  const time = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute, second));
  const text = time.toISOString().slice(0, 19);
  if (text !== `${2000 + year}-${[month, day].map(two).join('-')}T${[hour, minute, second].map(two).join(':')}`)
    return 'nothing';
  const [diastolic = 0, pulse = 0] = numbers(data.slice(18, 22));
  const flags = Number.parseInt(data.slice(22), 16);
  return inWords({
    user,
    time: text,
    systolic: Number.parseInt(data.slice(14, 18), 16),
    diastolic,
    pulse,
    irregular: flags % 2 === 1,
    movement: Math.floor(flags / 2) % 2 === 1,
  });
}

const numbers = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
const two = (value: number): string => String(value).padStart(2, '0');

export interface Words {
  readonly user: number | undefined;
  readonly time: string | undefined;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | undefined;
  readonly irregular: boolean;
  readonly movement: boolean;
}

export const inWords = ({ user, time, systolic, diastolic, pulse, irregular, movement }: Words): string =>
  `user ${user} at ${time}: ${systolic}/${diastolic}, ${pulse}${irregular ? ' irregular' : ''}${movement ? ' moved' : ''}`;
