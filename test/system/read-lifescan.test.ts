/** `yike read` in one process, a LifeScan or FreeStyle meter in another, and every worked frame through one reader each. */
import { afterAll, expect, test } from 'vitest';
import { asciiOf, bytesOf, concat, fromHex } from '../../edge-agent/protocols/bytes.ts';
import { reportOf, textReports } from '../../edge-agent/protocols/freestyle-report.ts';
import { frameOf } from '../../edge-agent/protocols/lifescan-frame.ts';
import { hexOf } from '../a-talk.ts';
import { aYike, type Process } from '../process.ts';
import { aScriptedMeter } from '../scripted-meter.ts';

const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

const reading = (facts: object, deviceClock: string): string =>
  JSON.stringify({ event: 'reading', kind: 'glucose', ...facts, deviceClock });
const inMgPerDl = (meterValue: number, mmolPerL: number) => ({ mmolPerL, meterValue, meterUnit: 'mg/dL' });
const refused = (reason: string): string => JSON.stringify({ event: 'rejected', reason });

/** On a pty, or in framed reports over TCP. */
async function aSimulator(driver: string, over: '--pty' | '--tcp'): Promise<Process & { readonly place: string }> {
  const meter = yike('simulate', driver, ...(over === '--tcp' ? [over, '0'] : [over]));
  return { ...meter, place: await meter.says((line) => /^(\/dev\/|127\.0\.0\.1:)/.test(line)) };
}

test('onetouch-ultra2: the memory of its twin, once, with what it measured before it came to its cable', async () => {
  const meter = await aSimulator('onetouch-ultra2', '--pty');
  meter.type('clock 2026-11-23T18:00:00');
  meter.type('hold HI after-meal');
  await meter.says((line) => line === 'done');
  const reader = yike('read', 'onetouch-ultra2', '--serial', meter.place, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    reading(inMgPerDl(123, 6.8), '2026-11-22T21:40:30'),
    reading({ ...inMgPerDl(105, 5.8), flags: ['control'] }, '2026-11-23T08:02:00'),
    reading({ ...inMgPerDl(101, 5.6), meal: 'before-meal' }, '2026-11-23T09:15:00'),
    expect.stringMatching(/"meal":"after-meal","flags":\["above-range"\],"deviceClock":"2026-11-23T18:00:0\d"}$/),
  ]);
});

test('onetouch-ultra2: the worked lines become the documented lines; it is asked nothing but questions', async () => {
  const lines = [
    'P 004,"ABC123DEY","MG/DL " 0595',
    'P "MON","11/23/26","09:15:00   ","  101 ","B","00", 00 099E',
    'P "MON","11/23/26","08:02:00   ","C 105 ","N","00", 00 09CC',
    'P "SUN","11/22/26","21:40:30   ","  123?","A","05", 00 09CB',
    'P "SUN","11/22/26","07:00:00   "," HIGH ","N","00", 00 0A1B',
  ];
  const asked = {
    '11 0D 44 4D 40 0D': asciiOf('@ "ABC123DEY" 02E2\r\n'),
    '11 0D 44 4D 46 0D': asciiOf('F "MON","11/23/26","09:16:02   " 0607\r\n'),
    '11 0D 44 4D 50 0D': asciiOf(lines.map((line) => `${line}\r\n`).join('')),
  };
  const garbled = asciiOf('P 003,"ABC123DEY","MG/DL " 0595\r\n');
  let dumps = 0;
  await using meter = await aScriptedMeter('onetouch-ultra2', asked, (bytes) =>
    hexOf(bytes) === hexOf(asked['11 0D 44 4D 50 0D']) && dumps++ === 0 ? garbled : bytes,
  );
  const reader = yike('read', 'onetouch-ultra2', '--serial', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    refused('checksum'), // the header that does not hold: all is asked for again
    reading({ flags: ['above-range'] }, '2026-11-22T07:00:00'),
    refused('checksum'), // the record that the meter doubts
    reading({ ...inMgPerDl(105, 5.8), flags: ['control'] }, '2026-11-23T08:02:00'),
    reading({ ...inMgPerDl(101, 5.6), meal: 'before-meal' }, '2026-11-23T09:15:00'),
  ]);
  expect(meter.heard.filter((said) => said.startsWith('?'))).toEqual([]);
});

const framed = (link: number, hex: string): string => hexOf(frameOf(link, fromHex(hex)));

test('onetouch-ultramini: the memory of its twin, once', async () => {
  const meter = await aSimulator('onetouch-ultramini', '--pty');
  const reader = yike('read', 'onetouch-ultramini', '--serial', meter.place, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    reading(inMgPerDl(104, 5.8), '2026-11-23T09:15:00'),
    reading(inMgPerDl(187, 10.4), '2026-11-23T09:20:00'),
  ]);
});

test('onetouch-ultramini: the worked frames of both meters become the documented lines', async () => {
  const heardAnd = (hex: string): string => `02 06 06 03 CD 41 ${hex}`;
  const mini = {
    '02 06 08 03 C2 62': '02 06 0C 03 06 AE',
    [framed(0, '05 0B 02 00 00 00 00 84 6A E8 73 00')]: heardAnd(framed(2, '05 06 59 43 39 41 42 43 31 32 33')),
    '02 0A 00 05 1F F5 01 03 38 AA': heardAnd(framed(2, '05 0F 03 00')),
    [framed(0, '05 20 02 00 00 00 00')]: heardAnd(framed(2, '05 06 40 05 04 6B')),
    '02 0A 00 05 1F 00 00 03 AB 91': heardAnd('02 10 02 05 06 14 04 04 6B 68 00 00 00 03 D5 03'),
    [framed(0, '05 1F 01 00')]: heardAnd(framed(2, '05 06 14 04 04 6B FF FF 00 00')),
    [framed(0, '05 1F 02 00')]: heardAnd(framed(2, '05 09')),
    '02 06 07 03 FC 72': '',
  };
  const verio = {
    '02 06 08 03 C2 62': '',
    [framed(0, '03 0B 01 02')]: framed(0, '03 06 53 4A 4B 4C 31 32 33 34 35 00'),
    '02 09 00 03 27 00 03 26 71': framed(0, '03 06 04 00'),
    [framed(0, '03 20 02')]: framed(0, '03 06 C0 C1 96 32'),
    '02 0A 00 03 21 00 00 03 9D D2': '02 12 00 03 06 94 C0 96 32 68 00 00 00 00 00 03 3F 99',
    [framed(0, '03 21 01 00')]: '02 12 00 03 06 40 70 95 32 70 00 01 00 00 00 03 56 3A',
    [framed(0, '03 21 02 00')]: '02 12 00 03 06 C0 C1 96 32 BB 00 00 02 00 00 03 51 C2',
    [framed(0, '03 21 03 00')]: '02 08 00 03 09 03 D6 54',
  };
  const spoilt = { from: framed(0, '03 06 04 00'), to: '02 0A 00 03 06 02 00 03 9E DB' };
  let counts = 0;
  for (const { answers, lines } of [
    {
      answers: mini,
      lines: [
        refused('unknown'),
        reading(inMgPerDl(104, 5.8), '2026-11-23T09:15:00'),
        reading({ flags: ['above-range'] }, '2026-11-23T09:15:00'),
      ],
    },
    {
      answers: verio,
      lines: [
        refused('checksum'),
        refused('unknown'),
        reading({ ...inMgPerDl(112, 6.2), flags: ['control'] }, '2026-11-22T09:20:00'),
        reading(inMgPerDl(104, 5.8), '2026-11-23T09:15:00'),
        reading({ ...inMgPerDl(187, 10.4), meal: 'after-meal' }, '2026-11-23T09:20:00'),
      ],
    },
  ]) {
    await using meter = await aScriptedMeter('onetouch-ultramini', answers, (bytes) =>
      hexOf(bytes) === spoilt.from && counts++ === 0 ? fromHex(spoilt.to) : bytes,
    );
    const reader = yike('read', 'onetouch-ultramini', '--serial', meter.path, '--once');
    expect(await reader.exited).toBe(0);
    expect(reader.out).toEqual(lines);
    expect(meter.heard.filter((said) => said.startsWith('?'))).toEqual([]);
  }
});

test('freestyle-text: the memory of its twin over TCP, once', async () => {
  const meter = await aSimulator('freestyle-text', '--tcp');
  meter.type('hold 1.2 ketone');
  await meter.says((line) => line === 'done');
  const reader = yike('read', 'freestyle-text', '--tcp', meter.place, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    reading({ ...inMgPerDl(112, 6.2), flags: ['control'] }, '2026-11-22T21:40:00'),
    reading({ flags: ['above-range'] }, '2026-11-23T08:02:00'),
    reading(inMgPerDl(104, 5.8), '2026-11-23T09:15:00'),
    refused('unsupported'),
  ]);
});

test('freestyle-text: the worked reports become the documented lines; it is asked nothing but questions', async () => {
  const report = (type: number, ...payload: number[]): string => hexOf(reportOf(type, bytesOf(...payload)));
  const question = (text: string): string => hexOf(reportOf(0x60, asciiOf(text)));
  const log = [
    '7,00003,11,23,26,9,15,1,104,0,1,0,0,0,0,0,0,0,0',
    '7,00002,11,23,26,8,2,1,HI,0,1,0,0,0,0,0,0,0,0',
    '7,00001,11,22,26,21,40,1,112,0,0,0,0,0,0,0,0,0,0',
    '3,00001A53',
    'CKSM:00001C63',
    'CMD OK',
    '',
  ].join('\r\n');
  const alive = reportOf(0x22, bytesOf(0x05));
  const reports = (text: string): Uint8Array =>
    concat(...[0, 62, 124].flatMap((at) => [reportOf(0x60, asciiOf(text.slice(at, at + 62))), alive]));
  const answers = {
    [report(0x04)]: report(0x34, 0x01),
    [report(0x05)]: hexOf(reportOf(0x06, asciiOf('LAGN123-T4567\0'))),
    [report(0x15)]: hexOf(reportOf(0x35, asciiOf('2.15\0'))),
    [report(0x01)]: report(0x71, 0x01),
    [question('$serlnum?')]: concat(...textReports('LAGN123-T4567\r\n')),
    [question('$date?')]: concat(...textReports('11,23,26\r\n')),
    [question('$time?')]: concat(...textReports('9,20\r\n')),
    [question('$result?')]: reports(log),
  };
  let logs = 0;
  await using meter = await aScriptedMeter('freestyle-text', answers, (bytes) =>
    hexOf(bytes) === hexOf(reports(log)) && logs++ === 0 ? reports(log.replace('1C63', '1C64')) : bytes,
  );
  const reader = yike('read', 'freestyle-text', '--tcp', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    refused('checksum'),
    reading({ ...inMgPerDl(112, 6.2), flags: ['control'] }, '2026-11-22T21:40:00'),
    reading({ flags: ['above-range'] }, '2026-11-23T08:02:00'),
    reading(inMgPerDl(104, 5.8), '2026-11-23T09:15:00'),
  ]);
  expect(meter.heard.filter((said) => said.startsWith('?'))).toEqual([]);
});
