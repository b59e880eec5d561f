/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { hexOf, type ReportAnswers } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, inWords } from '../../test/second/contec08a.ts';
import { contec08a } from '../drivers/contec08a.ts';
import { fromHex } from './bytes.ts';
import { HANDSHAKE, PRESENCE, readUser } from './contec-frame.ts';

const MONITOR: ReportAnswers = {
  [hexOf(PRESENCE)]: '41 00 00 00 00',
  [hexOf(HANDSHAKE)]: '48 41 02 13 01 02',
  [hexOf(readUser(1))]: [
    '4A 43 01 00',
    '46 41 80 80 81 82 80 80 80 80 80 80 80 81',
    '82 80 92 D6 BA F1 97 85 80 82 8A 85 80 91',
  ],
  [hexOf(readUser(2))]: [
    '4A 43 01 00',
    '46 41 80 80 81 82 80 80 80 80 80 80 80 82',
    '9E 80 B6 82 83 93 9A 8B 80 97 8A 9F 80 91',
  ],
  [hexOf(readUser(3))]: ['4A 43 01 00', '46 41 80 80 80 82 80 80 80 80 80 80 80 83'],
};

onSpoiltDumps(contec08a, { monitor: MONITOR }, confirmed, ({ deviceClock, event }) => {
  if (event.kind !== 'blood-pressure') return 'no pressure';
  const { systolicMmHg, diastolicMmHg, pulsePerMin, meanMmHg } = event;
  return inWords({ time: deviceClock, values: [systolicMmHg, diastolicMmHg, pulsePerMin, meanMmHg] });
});

test('the second decoder reads the worked records by itself, and only what came twice', () => {
  const said = (answer: string, user = 1) => ({ question: hexOf(readUser(user)), answer: fromHex(answer) });
  const captured = said('82 80 94 D5 C8 E9 97 85 80 81 8D 89 80 91');
  const computed = said('80 80 F8 D0 C8 DD 9A 8B 80 97 8A 9E 80 91');
  expect([...confirmed([captured, computed, captured, computed])]).toEqual([
    '2023-05-01T13:09:00 148/85/72/105',
    '2026-11-23T10:30:00 120/80/72/93',
  ]);
  expect(confirmed([captured, { ...captured, question: hexOf(readUser(2)) }]).size).toBe(0);
});
