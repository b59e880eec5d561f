/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/taidoc.ts';
import { taidoc } from '../drivers/taidoc.ts';
import { fromHex } from './bytes.ts';
import { answer, question } from './taidoc-frame.ts';

const ask = (command: number, ...data: readonly number[]): string => hexOf(question(command, ...data));
const meter = (
  model: string,
  users: readonly (readonly (readonly [string, string])[])[],
  firstUser: number,
): Answers => ({
  [ask(0x24)]: hexOf(answer(0x24, ...fromHex(model))),
  [ask(0x28)]: '51 28 01 42 77 42 A5 1A',
  [ask(0x27)]: '51 27 78 56 34 12 A5 31',
  [ask(0x23)]: '51 23 77 35 14 09 A5 E2',
  ...Object.fromEntries(
    users.flatMap((records, i) => {
      const user = firstUser + i;
      return [
        [ask(0x2b, user), hexOf(answer(0x2b, records.length))],
        ...records.flatMap(([time, value], index) => [
          [ask(0x25, index, 0, 0, user), hexOf(answer(0x25, ...fromHex(time)))],
          [ask(0x26, index, 0, 0, user), hexOf(answer(0x26, ...fromHex(value)))],
        ]),
      ];
    }),
  ),
});

const MONITOR = meter('28 31', [[['77 35 5E 0A', '88 66 54 48']]], 0);
const BOTH = meter('61 32', [[['77 35 DE 49', '09 01 8C 65']], [['77 35 0F 09', '68 00 1A 40']], [], []], 1);
const GLUCOSE = meter(
  '77 42',
  [
    [
      ['77 35 14 09', '64 02 00 00'],
      ['77 35 12 09', '70 00 00 C0'],
    ],
  ],
  0,
);

onSpoiltDumps(taidoc, { glucose: GLUCOSE, monitor: MONITOR, both: BOTH }, confirmed, ({ deviceClock, event }) => {
  const has = (flag: 'above-range' | 'below-range' | 'control' | 'irregular') => event.flags?.includes(flag) === true;
  if (event.kind === 'blood-pressure') {
    const { systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin } = event;
    const value = [systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin].join('/');
    return inWords({ time: deviceClock, value, mark: has('irregular') ? 'irregular' : '' });
  }
  const value = has('above-range') ? 'HI' : has('below-range') ? 'LO' : `${event.meterValue} ${event.mmolPerL}`;
  return inWords({ time: deviceClock, value, mark: has('control') ? 'control' : (event.meal ?? '') });
});

test('the second decoder reads the worked frames by itself, and only what came twice', () => {
  const said = (question: string, answer: string) => ({ question, answer: fromHex(answer) });
  const model = said(ask(0x24), '51 24 28 31 00 00 A5 73');
  const time = said(ask(0x25, 0), '51 25 77 35 5E 0A A5 2F');
  const value = said(ask(0x26, 0), '51 26 88 66 54 48 A5 A6');
  const wrong = said(ask(0x26, 0), '51 26 88 66 54 48 A5 A5');
  expect([...confirmed([model, time, value, time, value])]).toEqual(['2026-11-23T10:30:00 136/84/102/72 irregular']);
  expect(confirmed([model, time, value, time, wrong]).size).toBe(0);
});
