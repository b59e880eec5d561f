/**
 * A second decoder of the Beurer BM58, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: over all answers to one question together, as text. What did not come twice counts for nothing.
 */
import type { Exchange } from '../on-a-spoilt-wire.ts';

/** Every record that holds in these exchanges, in the words of `inWords`. `cable`: which of the two it is. */
export function confirmed(exchanges: readonly Exchange[], cable: 'hid' | 'serial'): ReadonlySet<string> {
  const lines = exchanges.map(({ question, answer }) => `${question}:${Buffer.from(answer).toString('hex')}`);
  const often = lines.filter((line, at) => lines.indexOf(line) !== at);
  const record = cable === 'hid' ? /^A3..(?:F4){6}:(.{16})$/ : /^A3..:ac(.{16})$/;
  return new Set(
    often.flatMap((line) => {
      const [, hex] = record.exec(line) ?? [];
      return hex === undefined ? [] : [ofRecord(hex, cable === 'hid')];
    }),
  );
}

function ofRecord(hex: string, marked: boolean): string {
  const [systolic = 0, diastolic = 0, pulse = 0, month = 0, day = 0, hour = 0, minute = 0, year = 0] = [
    ...Buffer.from(hex, 'hex'),
  ];
  const number = (byte: number): number => (marked ? byte % 32 : byte);
  const text = [2000 + number(year), month, number(day)].map(two).join('-');
  const time = `${text}T${[hour, minute, 0].map(two).join(':')}`;
  const date = new Date(`${time}Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 19) !== time) return 'nothing';
  return inWords({
    user: marked ? 1 + Math.floor(day / 128) : undefined,
    time,
    systolic: systolic + 25,
    diastolic: diastolic + 25,
    pulse,
    irregular: marked && year >= 128,
  });
}

const two = (value: number): string => String(value).padStart(2, '0');

export interface Words {
  readonly user: number | undefined;
  readonly time: string | undefined;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | undefined;
  readonly irregular: boolean;
}

export const inWords = ({ user, time, systolic, diastolic, pulse, irregular }: Words): string =>
  `user ${user} at ${time}: ${systolic}/${diastolic}, ${pulse}${irregular ? ' irregular' : ''}`;
