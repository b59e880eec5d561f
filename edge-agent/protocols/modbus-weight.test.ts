import { describe, expect, test } from 'vitest';
import { aTalk, hexOf } from '../../test/a-talk.ts';
import { onABadAnswer } from '../../test/on-a-bad-answer.ts';
import type { DeviceEvent } from '../domain/event.ts';
import type { Settings } from '../domain/settings.ts';
import type { Driver } from '../drivers/driver.ts';
import { modbusWeight } from '../drivers/modbus-weight.ts';
import { asciiOf, crc16Modbus, fromHex } from './bytes.ts';
import { answerFrame, exceptionFrame, questionFrame, questions } from './modbus-frame.ts';

const set = (settings: Settings): Driver => modbusWeight.configured?.(settings) ?? modbusWeight;
const weight = (grams: number, more: object = {}): DeviceEvent => ({ event: 'weight', grams, stable: false, ...more });
const plain = (hex: string): string => hexOf(fromHex(hex));

const READ = '01 03 00 00 00 02 C4 0B';
const FOUR = '01 03 00 07 00 04 F5 C8';
/** Gross 12.350, net 8.850. */
const GROSS_AND_NET = hexOf(answerFrame(1, [0, 12_350, 0, 8850]));

test('the check value is the one of the standard', () => {
  expect(crc16Modbus(asciiOf('123456789'))).toBe(0x4b37);
  expect(hexOf(answerFrame(1, [0, 0x303e]))).toBe(plain('01 03 04 00 00 30 3E 6F E3'));
  expect(hexOf(exceptionFrame(1, 2))).toBe(plain('01 83 02 C0 F1'));
});

const FAILED: DeviceEvent = { event: 'failure', kind: 'unknown', code: '2' };

describe('the worked answers', () => {
  onABadAnswer([
    {
      what: '12.350',
      driver: modbusWeight,
      question: READ,
      answer: '01 03 04 00 00 30 3E 6F E3',
      tells: weight(12_350),
    },
    { what: '-40', driver: modbusWeight, question: READ, answer: '01 03 04 FF FF FF D8 BB BD', tells: weight(-40) },
    { what: 'illegal address', driver: modbusWeight, question: READ, answer: '01 83 02 C0 F1', tells: FAILED },
    {
      what: 'net behind gross',
      driver: set({ profile: 'rice-lake-sct-10-net' }),
      question: FOUR,
      answer: GROSS_AND_NET,
      tells: weight(8850, { net: true }),
    },
  ]);
});

/** What is told in the first moment by one that answers so, and what it was asked. */
async function asked(settings: Settings, answers: Readonly<Record<string, string>> = {}, forMs = 50) {
  const talk = aTalk(set(settings), answers);
  const idling = talk.idle().catch(() => {});
  await talk.clock.pass(forMs);
  talk.gone();
  await talk.clock.until(idling);
  return { told: talk.told, sent: talk.sent.map(({ hex }) => hex) };
}

test.each<[Settings, string]>([
  [{}, READ],
  [{ profile: 'flintec-ft-13' }, READ],
  [{ profile: 'rice-lake-sct-10' }, FOUR],
  [{ profile: 'kpr' }, '01 03 00 50 00 02 C4 1A'],
  [{ profile: 'cas-ci-600d' }, hexOf(questionFrame({ slave: 1, register: 7, count: 2 }))],
  [{ profile: 'cas-ci-600d-net', address: 17 }, hexOf(questionFrame({ slave: 17, register: 9, count: 2 }))],
  [{ register: 300 }, hexOf(questionFrame({ slave: 1, register: 300, count: 2 }))],
])('%j asks for its registers, and for nothing else', async (settings, question) => {
  expect((await asked(settings)).sent).toEqual([plain(question)]);
});

test.each<[Settings, DeviceEvent]>([
  [{}, weight(12_350)],
  [{ decimals: 0 }, weight(12_350_000)],
  [{ decimals: 6 }, weight(12)],
  [{ decimals: 1, unit: 'g' }, weight(1235)],
  [{ words: 'little' }, weight(0x303e_0000)],
  [{ capacity: 12 }, { event: 'failure', kind: 'range' }],
  [{ capacity: 13 }, weight(12_350)],
])('%j reads 12350 as the site has set it', async (settings, event) => {
  expect((await asked(settings, { [READ]: '01 03 04 00 00 30 3E 6F E3' })).told).toEqual([event]);
});

test('gross stands before net', async () => {
  expect((await asked({ profile: 'rice-lake-sct-10' }, { [FOUR]: GROSS_AND_NET })).told).toEqual([weight(12_350)]);
});

test.each([
  ['another slave', hexOf(answerFrame(2, [0, 12_350]))],
  ['more registers than were asked for', hexOf(answerFrame(1, [0, 12_350, 0, 0]))],
  ['fewer', hexOf(answerFrame(1, [12_350]))],
  ['our own question, echoed', READ],
])('%s is no answer: asked three times, it is lost', async (_, answer) => {
  const talk = aTalk(modbusWeight, { [READ]: answer });
  await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
  expect(talk.sent.map(({ at }) => at)).toEqual([0, 1000, 2000]);
  expect(talk.told.filter(({ event }) => event !== 'rejected')).toEqual([]);
});

test('what repeats for a second stands still; an exception is told once until it ends', async () => {
  const good = '01 03 04 00 00 30 3E 6F E3';
  const { told } = await asked(
    {},
    { [READ]: [...Array<string>(12).fill(good), ...Array<string>(5).fill('01 83 02 C0 F1'), good].join('|') },
    1800,
  );
  expect(told).toEqual([weight(12_350), weight(12_350, { stable: true }), FAILED, weight(12_350)]);
});

test('a late answer to the first try is waited out, and is not taken for the next one’s', async () => {
  const talk = aTalk(modbusWeight);
  const idling = talk.idle().catch(() => {});
  await talk.clock.pass(210); // the second try is out
  talk.hear(answerFrame(1, [0, 1000]));
  await talk.clock.pass(10);
  talk.hear(answerFrame(1, [0, 2000]));
  await talk.clock.pass(250);
  expect(talk.told).toEqual([weight(1000)]);
  expect(talk.sent.map(({ at }) => at)).toEqual([0, 200]);
  talk.gone();
  await talk.clock.until(idling);
});

test('once it has answered, three answers that are missing are a loss, each within a fifth of a second', async () => {
  const talk = aTalk(modbusWeight);
  await expect(talk.clock.until(talk.idle())).rejects.toMatchObject({ code: 'silent' });
  expect(talk.sent.map(({ at }) => at)).toEqual([0, 200, 400]);
});

test('the other end hears a question, and no other function', () => {
  expect(questions(fromHex(READ))).toEqual({ frame: { slave: 1, register: 0, count: 2 }, used: 8 });
  expect(questions(fromHex('01 06 00 00 00 02 C4 0B'))).toEqual({ skip: 1, why: 'noise' });
});
