/** `yike read` in one process, a pressure monitor with a memory at the other end, in another or played by hand. */
import { afterAll, expect, test } from 'vitest';
import { report } from '../../edge-agent/protocols/beurer-dialect.ts';
import { asciiOf, bytesOf } from '../../edge-agent/protocols/bytes.ts';
import { countedReports } from '../../edge-agent/protocols/counted-report.ts';
import { answerWith } from '../../edge-agent/protocols/microlife-text.ts';
import {
  countIn,
  okWith,
  type Question,
  readingAt,
  SERIAL_NUMBER,
  VERSION,
} from '../../edge-agent/protocols/omron-frame.ts';
import { hexOf } from '../a-talk.ts';
import type { Wrap } from '../on-a-bad-dump.ts';
import { aYike, type Process } from '../process.ts';
import { aScriptedHidMeter, aScriptedMeter } from '../scripted-meter.ts';

const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

type Fact = readonly [time: string, systolicMmHg: number, diastolicMmHg: number, pulsePerMin: number, flag?: string];

/** As it is printed. */
const line = ([deviceClock, systolicMmHg, diastolicMmHg, pulsePerMin, flag]: Fact): string =>
  JSON.stringify({
    event: 'reading',
    kind: 'blood-pressure',
    systolicMmHg,
    diastolicMmHg,
    pulsePerMin,
    ...(flag !== undefined && { flags: flag.split(' ') }),
    deviceClock,
  });
const refused = (reason: string): string => JSON.stringify({ event: 'rejected', reason });

const SIMULATED: Readonly<Record<string, readonly Fact[]>> = {
  'omron-hem-usb': [
    ['2026-11-22T07:05:12', 128, 82, 70],
    ['2026-11-23T10:30:00', 162, 98, 78, 'irregular'],
    ['2026-11-23T10:34:45', 138, 84, 72],
  ],
  'microlife-usb': [
    ['2026-11-23T10:30:00', 138, 84, 72],
    ['2026-11-23T10:31:00', 162, 98, 78],
  ],
  'beurer-bm58': [
    ['2024-02-29T07:05:00', 120, 80, 65],
    ['2026-11-23T10:30:00', 138, 84, 72],
    ['2026-11-23T10:31:00', 162, 98, 78],
  ],
  'beurer-bm58-serial': [
    ['2024-02-29T07:05:00', 120, 80, 65],
    ['2026-11-23T10:30:00', 138, 84, 72],
    ['2026-11-23T10:31:00', 162, 98, 78],
  ],
};
/** What is new in them is seen within seconds; the others are asked for their whole memory, and so but twice a minute. */
const LIVELY: readonly string[] = ['omron-hem-usb'];
const overSerial = (driver: string): boolean => driver.endsWith('-serial');

/** A simulated monitor in a process of its own, and the words by which `yike read` finds it. */
async function aSimulator(driver: string): Promise<{ readonly monitor: Process; readonly place: readonly string[] }> {
  const serial = overSerial(driver);
  const monitor = yike('simulate', driver, ...(serial ? ['--pty'] : ['--tcp', '0']));
  const where = await monitor.says((said) => said.startsWith(serial ? '/dev/' : '127.0.0.1:'));
  return { monitor, place: [serial ? '--serial' : '--tcp', where] };
}

test.concurrent.each(Object.entries(SIMULATED))(
  'read %s prints each record of the memory once, oldest first',
  async (driver, held) => {
    const { monitor, place } = await aSimulator(driver);
    const comes = LIVELY.includes(driver);
    const reader = yike('read', driver, ...place, ...(comes ? [] : ['--once']));
    await reader.says((said) => said === held.map(line).at(-1));
    if (comes) monitor.type('take 151/93/77');
    const added = comes ? [await reader.says((said) => said.includes('"systolicMmHg":151'))] : [];
    if (comes) await reader.kill('SIGINT');
    expect(await reader.exited).toBe(0);
    expect(reader.out).toEqual([...held.map(line), ...added]);
  },
);

/** A memory that holds every worked record at once, and what is printed of it. */
interface Worked {
  readonly answers: Readonly<Record<string, string | readonly string[]>>;
  readonly wrap: Wrap;
  readonly prints: readonly string[];
}

const asked = ({ bytes }: Question): string => countedReports(bytes).map(hexOf).join('');

const TWO_RECORDS = '000200004B494F534B3031000000000026112310300000000481508A00000000261123103100000004E188A200000000';
const spelt = (text: string): string => hexOf(asciiOf(`\x06${text}`));

const toBm58 = (...bytes: readonly number[]): string => hexOf(report(bytesOf(...bytes)));

const WORKED: Readonly<Record<string, Worked>> = {
  'omron-hem-usb': {
    wrap: countedReports,
    answers: {
      '0700000000000000 0500000000000000': '4F 4B',
      [asked(VERSION)]: hexOf(okWith(asciiOf('M7080IT 207'))),
      [asked(SERIAL_NUMBER)]: hexOf(okWith(bytesOf(6, 0, 0, 0, 0, 0, 0))),
      [asked(countIn(0))]: hexOf(okWith(bytesOf(0, 10, 0, 3))),
      [asked(readingAt(0, 0, 17))]: '4F 4B 00 1A 0B 17 0A 1F 05 00 01 2C 78 5A 00 03 1A',
      [asked(readingAt(0, 1, 17))]: '4F 4B 00 1A 0B 17 0A 1E 00 00 00 A2 62 4E 00 00 9C',
      [asked(readingAt(0, 2, 17))]: '4F 4B 00 07 01 03 00 06 33 00 00 70 4B 47 00 00 4C',
      [asked(countIn(1))]: hexOf(okWith(bytesOf(0, 10, 0, 1))),
      [asked(readingAt(1, 0, 17))]: '4F 4B 00 1A 0B 17 0A 1E 00 00 00 A2 62 4E 00 00 9D',
    },
    prints: [
      ...Array.from({ length: 2 * 3 + 1 }, () => refused('checksum')), // three tries, and as many to see that all is as it was
      line(['2007-01-03T00:06:51', 112, 75, 71]),
      line(['2026-11-23T10:30:00', 162, 98, 78]),
      refused('implausible'), // 300/120: more than any person has
    ],
  },
  'microlife-usb': {
    wrap: countedReports,
    answers: {
      '04 12 16 18 24 00 00 00': hexOf(answerWith('4B494F534B30310000000000')),
      '04 12 16 18 22 00 00 00': [spelt(`${TWO_RECORDS}F4`), spelt(`${TWO_RECORDS}F3`)],
    },
    prints: [
      refused('checksum'),
      line(['2026-11-23T10:30:00', 138, 84, 72]),
      line(['2026-11-23T10:31:00', 162, 98, 78]),
    ],
  },
  'beurer-bm58': {
    wrap: (bytes) => [bytes],
    answers: {
      [toBm58(0xaa)]: hexOf(report(bytesOf(0x55))),
      ...Object.fromEntries([0xa4, 0xa5, 0xa6, 0xa7].map((letter) => [toBm58(letter), hexOf(report(bytesOf()))])),
      [toBm58(0xa2)]: hexOf(report(bytesOf(5))),
      [toBm58(0xa3, 1)]: '71 3B 48 0B 17 0A 1E 1A',
      [toBm58(0xa3, 2)]: '5F 37 41 02 1D 07 05 18',
      [toBm58(0xa3, 3)]: '71 3B 48 0D 17 0A 1E 1A',
      [toBm58(0xa3, 4)]: '89 49 4E 0B 97 0A 1F 9A',
      [toBm58(0xa3, 5)]: 'A9 F4 F4 F4 F4 F4 F4 F4',
    },
    prints: [
      refused('length'), // counted, and not there
      refused('date'),
      line(['2024-02-29T07:05:00', 120, 80, 65]),
      line(['2026-11-23T10:30:00', 138, 84, 72]),
      line(['2026-11-23T10:31:00', 162, 98, 78, 'irregular']),
    ],
  },
};

test.concurrent.each(Object.entries(WORKED))(
  'the worked records of %s become the documented lines',
  async (driver, { answers, wrap, prints }) => {
    await using monitor = await aScriptedHidMeter(answers, wrap);
    const reader = yike('read', driver, '--tcp', monitor.place, '--once');
    expect(await reader.exited).toBe(0);
    expect(reader.out).toEqual(prints);
  },
);

test.concurrent('the worked record of beurer-bm58-serial becomes the documented line, over a tty', async () => {
  await using monitor = await aScriptedMeter('beurer-bm58-serial', {
    AA: '55',
    A4: hexOf(new Uint8Array(32)),
    A2: '01',
    A301: 'AC 71 3B 48 0B 17 0A 1E 1A',
  });
  const reader = yike('read', 'beurer-bm58-serial', '--serial', monitor.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([line(['2026-11-23T10:30:00', 138, 84, 72])]);
  expect(monitor.heard.filter((said) => said.startsWith('?'))).toEqual([]);
});
