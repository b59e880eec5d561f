/** The driver against a second decoder, over wires that spoil what they like: no record that the other does not confirm. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { type Spoiling, spoil } from '../../test/bad-bytes.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { LONG_MS, STREAMS, wire } from '../../test/on-a-spoilt-wire.ts';
import { confirmed, resultWords } from '../../test/second/contour-next.ts';
import { converser } from '../converse.ts';
import { DeviceError } from '../domain/device-error.ts';
import type { Memory, StoredRecord } from '../domain/memory.ts';
import { contourNext } from '../drivers/contour-next.ts';
import { concat } from './bytes.ts';
import { controlByte, frameOf, reportsOf } from './contour-frame.ts';

const TEXTS = [
  'H|\\^&||aB3dEf|Contour7350^01.20\\01.05\\09.04^7350-1234567^0000-|A=1^G=en,en\\zh^U=1^V=11333^Z=1|4|||||P|1|202611230915',
  'P|1',
  'R|1|^^^Glucose|93|mg/dL^P||B/M0/T1||202611230701',
  'R|2|^^^Glucose|5.6|mmol/L^P||A/M0/T1||202611230915',
  'R|3|^^^Glucose|601|mg/dL^P||>/M0||202611230920',
  'R|4|^^^Glucose|110|mg/dL^P||C/M0||202611230925',
  'L|1||N',
];
const FRAMES = TEXTS.map((text, at) => frameOf((at + 1) % 8, text, text.startsWith('L')));
const EOT = controlByte('EOT');
const OFFER = concat(EOT, FRAMES[0] ?? EOT, controlByte('ENQ'));
const isWord = (report: Uint8Array, word: 'ACK' | 'EOT'): boolean =>
  reportsOf(controlByte(word)).some((one) => hexOf(one) === hexOf(report));

/** No read-out lasts longer. */
const GIVE_UP_MS = 900_000;

/** What was read, or nothing; and what the meter said, as it arrived. */
function readOver(spoilings: readonly (readonly Spoiling[])[]) {
  const clock = aFakeClock();
  const messages: Uint8Array[] = [];
  let at = -1;
  return contourNext.speak(async ({ language, readOut }) => {
    if (!readOut) throw new Error('it has a memory');
    const talker = converser({
      language,
      clock,
      tell: () => {},
      async write(report) {
        if (isWord(report, 'EOT')) at = -1;
        if (isWord(report, 'ACK')) at++;
        const message = isWord(report, 'EOT') ? OFFER : (FRAMES[at] ?? EOT);
        const spoilt = spoil(message, spoilings[messages.length % spoilings.length] ?? []);
        messages.push(spoilt);
        for (const [i, one] of reportsOf(spoilt).entries()) clock.at(clock.now() + 1 + i, () => talker.hear(one));
      },
    });
    let ended = false;
    const reading = talker.converse(readOut).catch((error: unknown): undefined => {
      if (!(error instanceof DeviceError)) throw error;
    });
    void reading.finally(() => {
      ended = true;
    });
    const began = clock.now();
    while (!ended && clock.now() - began < GIVE_UP_MS) await clock.pass(500);
    if (!ended) throw new Error('the read-out does not end');
    const memory: Memory | undefined = await reading;
    return { records: memory?.records ?? [], messages };
  });
}

function inWords({ deviceClock, event }: StoredRecord): string {
  if (event.event !== 'reading' || event.kind !== 'glucose') return 'no glucose';
  const { meterValue, meterUnit, mmolPerL = '', flags = [], meal = '' } = event;
  const value = meterValue === undefined ? (flags.includes('above-range') ? 'HI' : 'LO') : `${meterValue} ${meterUnit}`;
  return resultWords({ time: deviceClock, value, mmolPerL, meal, control: flags.includes('control') });
}

test(
  'whatever the wire does, no record that the second decoder does not confirm',
  async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(wire, async (spoilings) => {
        const { records, messages } = await readOver(spoilings);
        const holds = confirmed(messages);
        for (const record of records) {
          if (record.event.event !== 'reading') continue;
          expect(holds).toContain(inWords(record));
          compared++;
        }
      }),
      { numRuns: STREAMS },
    );
    expect(compared).toBeGreaterThan(STREAMS / 4); // else hardly anything was compared
  },
  LONG_MS,
);

test('a header that comes again and again is no progress: the read-out gives up', async () => {
  const fourTimes: Spoiling[] = [{ how: 'twice' }, { how: 'flip', at: 165, bit: 7 }, { how: 'twice' }];
  expect(await readOver([[], fourTimes])).toMatchObject({ records: [] });
});

test('the second decoder reads the worked frames by itself', () => {
  expect([...confirmed(FRAMES)]).toEqual([
    '2026-11-23T07:01:00 93 mg/dL 5.2 before-meal ',
    '2026-11-23T09:15:00 5.6 mmol/L 5.6 after-meal ',
    '2026-11-23T09:20:00 HI   ',
    '2026-11-23T09:25:00 110 mg/dL 6.1  control',
  ]);
});
