/** `yike read` in one process, a pressure monitor with a memory at the other end, in another or played by hand. */
import { afterAll, expect, test } from 'vitest';
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
import { aScriptedHidMeter } from '../scripted-meter.ts';

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
};

test.concurrent.each(Object.entries(SIMULATED))(
  'read %s prints each record of the memory once, oldest first, and a new one as it comes',
  async (driver, held) => {
    const monitor = yike('simulate', driver, '--tcp', '0');
    const place = await monitor.says((said) => said.startsWith('127.0.0.1:'));
    const reader = yike('read', driver, '--tcp', place);
    await reader.says((said) => said === line(held.at(-1) ?? ['', 0, 0, 0]));
    monitor.type('take 151/93/77');
    const added = await reader.says((said) => said.includes('"systolicMmHg":151'));
    expect(added).toMatch(/"deviceClock":"2026-11-23T12:2/);
    expect(reader.out).toEqual([...held.map(line), added]);
    await reader.kill('SIGINT');
    expect(await reader.exited).toBe(0);
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
