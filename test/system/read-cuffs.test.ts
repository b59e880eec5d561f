/** `yike read` in one process; the worked frames of each cuff that the host starts at the other end of a real tty. */
import { afterAll, describe, expect, test, vi } from 'vitest';
import { LETTERS, moduleSays as lepu, TYPES } from '../../edge-agent/protocols/lepu.ts';
import { boardSays } from '../../edge-agent/protocols/par-frame.ts';
import { hexOf } from '../a-talk.ts';
import { aYike, type Process } from '../process.ts';
import { aScriptedMeter, type ScriptedMeter } from '../scripted-meter.ts';

const started: Process[] = [];
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

/** A frame, hexadecimal, and the lines that it becomes. */
type Vector = readonly [hex: string, ...lines: readonly string[]];

interface Cuff {
  readonly driver: string;
  /** To the first words, and to a start. */
  readonly answers: Readonly<Record<string, string>>;
  /** Told whenever it comes. */
  readonly atRest: readonly Vector[];
  /** While it measures: what is said before its end. */
  readonly pressure: string;
  /** How a measurement ends, one after the other, each in a measurement of its own. */
  readonly ends: readonly Vector[];
  /** It is asked for its outcome by that, once it has said the other. */
  readonly asked?: { readonly over: string; readonly question: string };
}

const pressure = (mmHg: number): string => JSON.stringify({ event: 'pressure', mmHg });
const failure = (kind: string, code: string): string => JSON.stringify({ event: 'failure', kind, code });
const refused = (reason: string): string => JSON.stringify({ event: 'rejected', reason });
const found = (
  systolicMmHg: number,
  diastolicMmHg: number,
  meanMmHg: number | undefined,
  pulsePerMin: number,
): string =>
  JSON.stringify({ event: 'reading', kind: 'blood-pressure', systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin });
const par = (text: string): string => hexOf(boardSays(text));

const CUFFS: readonly Cuff[] = [
  {
    driver: 'suntech-oem',
    answers: {
      '3A 79 01 00 4C': '3E 04 41 7D',
      '3A 79 11 00 3C': '3E 05 00 00 BD',
      '3A 79 05 00 48': '3E 05 00 00 BD | 3E 05 B4 00 09 | 3E 05 00 00 BD', // loose before and behind
      '3A 20 A6': '3E 04 4F 6F',
    },
    atRest: [
      ['3E 05 02 01 BA', pressure(258)],
      ['3E 05 02 01 B1', refused('checksum')],
      ['3E 05 FF FF BF'],
      ['3E 04 4B 73'], // done
      ['3E 04 4F 6F'], // started
      ['3E 04 42 7C'], // busy
      ['3E 04 41 7D'], // stopped
      ['3E 05 B4 00 09', pressure(180)],
    ],
    pressure: '3E 05 B4 00 09',
    asked: { over: '3E 04 4B 73', question: '3A 79 03 00 4A' },
    ends: [
      ['3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 31 07 55 00 58 00 00 00 00 E9', found(115, 74, 88, 85)],
      ['3E 18 A2 00 62 00 1C 00 00 00 00 00 00 00 00 00 4E 00 77 00 00 00 00 C5', found(162, 98, 119, 78)],
      ['3E 18 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 57 00 00 53', failure('cuff', '57')],
      ['3E 18 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 A8', failure('movement', '02')],
      ['3E 18 73 00 4A 00 1E 01 00 00 00 00 00 00 00 00 55 00 58 00 59 00 00 C8', failure('over-pressure', '59')],
    ],
  },
  {
    driver: 'par-nibp2020',
    answers: {
      '58 02 30 33 3B 3B 44 39 03 02 31 38 3B 3B 44 46 03': '02 39 39 39 03 0D',
      '02 32 34 3B 3B 44 43 03 02 31 38 3B 3B 44 46 03': par('S1;A0;C00;M--;P---------;R---;T    ;;A9'),
      '02 30 31 3B 3B 44 37 03': par('000C0S8'),
    },
    atRest: [
      ['02 30 33 35 43 30 53 33 03 0D', pressure(35)],
      [par('094C0S3'), pressure(94)], // no cuff jumps from 35 to 152
      ['02 31 35 32 43 30 53 33 03 0D', pressure(152)],
      [par('S1;A0;C03;M00;P125080090;R075;T0005;;D2'), refused('checksum')],
      ['02 39 39 39 03 0D'],
    ],
    pressure: '02 31 35 32 43 30 53 33 03 0D',
    asked: { over: '02 39 39 39 03 0D', question: '02 31 38 3B 3B 44 46 03' },
    ends: [
      [par('S1;A0;C00;M00;P138084102;R072;T    ;;F7'), found(138, 84, 102, 72)],
      [par('S1;A0;C00;M03;P125080095;R075;T    ;;00'), found(125, 80, 95, 75)],
      [par('S2;A0;C00;M06;P---------;R---;T    ;;B6'), failure('cuff', '06')],
      [par('S2;A0;C00;M11;P---------;R---;T----;;E6'), failure('movement', '11')],
    ],
  },
  {
    driver: 'maibobo-rbp',
    answers: {
      'CC 80 03 03 01 01 00 00': 'AA 80 03 03 01 01 00 00',
      'CC 80 03 03 01 02 00 03': 'AA 80 03 03 01 02 00 03',
      'CC 80 03 03 01 03 00 02': 'AA 80 03 03 01 03 00 02',
    },
    atRest: [
      ['AA 80 03 04 01 05 00 78 7B', pressure(120)],
      ['AA 80 03 04 01 05 00 78 7A', refused('checksum')],
      ['AA 80 03 04 01 05 00 78 7B AA 80 03 04 01 05 00 79 7A', pressure(120), pressure(121)],
      ['AA 80 03 03 01 07 02 04', failure('leak', '02')],
      ['AA 80 03 03 01 07 0F 09', failure('leak', '0F')],
    ],
    pressure: 'AA 80 03 04 01 05 00 B4 B7',
    ends: [
      ['AA 80 03 0F 01 06 00 1A 0B 17 0A 1E 00 00 88 00 54 00 48 8D', found(136, 84, undefined, 72)],
      ['AA 80 03 03 01 07 02 04', failure('leak', '02')],
    ],
  },
  {
    driver: 'lepu-nibp',
    answers: {
      'AA 55 08 00 F0 04 03 5C AA 55 08 00 F0 00 04 E4': 'AA 55 0A 02 F6 04 01 03 41 B0',
      'AA 55 09 00 F0 04 04 00 21': hexOf(lepu(TYPES.answer, 0x04, LETTERS.accepted)),
      'AA 55 09 00 F0 04 06 02 0C': '',
      'AA 55 08 00 F0 04 08 7C': hexOf(lepu(TYPES.state, 0, 0, 0x40, 0)),
      'AA 55 08 00 F0 04 01 E0': 'AA 55 0A 01 F6 04 01 01 4F 67',
    },
    atRest: [
      ['AA 55 0A 01 F6 04 01 01 4F 67'], // started
      ['AA 55 0A 01 F6 04 01 01 42 9A'], // busy
      ['AA 55 0B 03 F6 04 02 00 96 00 16', pressure(150)],
      ['AA 55 0B 03 F6 04 02 00 96 00 17', refused('checksum')],
    ],
    pressure: 'AA 55 0B 03 F6 04 02 00 96 00 16',
    ends: [
      ['AA 55 14 04 F6 04 04 20 00 00 00 00 88 00 54 00 66 00 48 B6', found(136, 84, 102, 72)],
      ['AA 55 14 09 F6 04 04 00 02 00 00 00 00 00 00 00 00 00 00 26', failure('cuff', '2/0')],
      ['AA 55 14 09 F6 04 04 00 07 00 00 00 00 00 00 00 00 00 00 8C', failure('movement', '7/0')],
      ['AA 55 14 09 F6 04 04 00 08 01 00 00 00 00 00 00 00 00 00 A5', failure('over-pressure', '8/1')],
    ],
  },
];

async function reads(driver: string, { path }: ScriptedMeter, ...more: readonly string[]): Promise<Process> {
  const reader = aYike('read', driver, '--serial', path, ...more);
  started.push(reader);
  await vi.waitFor(() => expect(reader.lines.join('\n')).toContain('device connected'), { timeout: 30_000 });
  return reader;
}

async function ends(reader: Process): Promise<void> {
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
}

describe.concurrent.each(CUFFS)('$driver', ({ driver, answers, atRest, pressure: live, ends: outcomes, asked }) => {
  test('at rest each worked frame becomes its lines', async () => {
    await using cuff = await aScriptedMeter(driver, answers);
    const reader = await reads(driver, cuff);
    const lines: string[] = [];
    for (const [hex, ...told] of atRest) {
      lines.push(...told);
      cuff.say(hex);
      await vi.waitFor(() => expect(reader.out).toEqual(lines), { timeout: 30_000, interval: 5 });
    }
    await ends(reader);
  });

  test.each(outcomes)('started, it ends with %s', async (hex, ...told) => {
    await using cuff = await aScriptedMeter(driver, { ...answers, ...(asked && { [asked.question]: hex }) });
    const reader = await reads(driver, cuff, '--start');
    const outcome = (): string[] => reader.out.filter((line) => /"(reading|failure|rejected)"/.test(line));
    await reader.says((line) => line === '{"event":"state","state":"inflating"}');
    // Its own pressure first: before that an outcome is somebody's before.
    await vi.waitFor(
      () => {
        if (!reader.out.some((line) => line.includes('"pressure"'))) cuff.say(live);
        else if (outcome().length === 0) cuff.say(asked?.over ?? hex);
        expect(outcome().length).toBeGreaterThan(0);
      },
      { timeout: 30_000, interval: 300 },
    );
    expect(outcome()).toEqual(told);
    await ends(reader);
  });
});
