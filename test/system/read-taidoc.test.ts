/** `yike read` in one process, meters that keep pressures at the other end of a real tty or of framed reports in another. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { fromHex } from '../../edge-agent/protocols/bytes.ts';
import { answer, question } from '../../edge-agent/protocols/taidoc-frame.ts';
import { tcpCable } from '../../edge-agent/transports/tcp.ts';
import { hexOf } from '../a-talk.ts';
import { aFreePort } from '../free-port.ts';
import { aYike, type Process } from '../process.ts';
import { aScriptedMeter } from '../scripted-meter.ts';
import { aStationFile } from '../station-file.ts';

const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

async function ends(reader: Process): Promise<void> {
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
}

const ask = (command: number, ...data: readonly number[]): string => hexOf(question(command, ...data));
const said = (command: number, hex: string): string => hexOf(answer(command, ...fromHex(hex)));

test.concurrent('read taidoc prints every record of the simulator once, oldest first, then what is measured', async () => {
  const meter = yike('simulate', 'taidoc', '--pty');
  const path = await meter.says((line) => line.startsWith('/dev/'));
  const reader = yike('read', 'taidoc', '--serial', path);
  await vi.waitFor(() => expect(reader.lines.join('\n')).toContain('memory read'), { timeout: 30_000 });
  const held = [
    '{"event":"reading","kind":"glucose","mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL","meal":"before-meal","deviceClock":"2026-11-23T09:15:00"}',
    '{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":86,"pulsePerMin":72,"deviceClock":"2026-11-23T09:30:00"}',
    '{"event":"reading","kind":"glucose","mmolPerL":6.2,"meterValue":112,"meterUnit":"mg/dL","flags":["control"],"deviceClock":"2026-11-23T12:10:00"}',
  ];
  expect(reader.out).toEqual(held);
  meter.type('clock 2026-11-23T18:00:00');
  meter.type('take 128/82/71');
  const added = await reader.says((line) => line.includes('128'));
  expect(added).toBe(
    '{"event":"reading","kind":"blood-pressure","systolicMmHg":128,"diastolicMmHg":82,"pulsePerMin":71,"deviceClock":"2026-11-23T18:00:00"}',
  );
  expect(reader.out).toEqual([...held, added]);
  await ends(reader);
});

/** Newest first, as a meter keeps them: the worked values, each at its own minute, and the lines they become. */
const WORKED: readonly (readonly [time: string, value: string, line: string])[] = [
  ['77 35 9F 09', '09 01 8C 65', '"kind":"blood-pressure","systolicMmHg":265,"diastolicMmHg":140,"pulsePerMin":101'],
  [
    '77 35 DE 49',
    '8A 00 56 48',
    '"kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":86,"pulsePerMin":72,"flags":["irregular"]',
  ],
  ['77 35 15 09', '0F 00 00 00', '"kind":"glucose","flags":["below-range"]'],
  ['77 35 14 09', '64 02 00 00', '"kind":"glucose","flags":["above-range"]'],
  ['77 35 13 09', '2D 00 00 1C', ''],
  [
    '77 35 12 09',
    '70 00 00 C0',
    '"kind":"glucose","mmolPerL":6.2,"meterValue":112,"meterUnit":"mg/dL","flags":["control"]',
  ],
  [
    '77 35 10 09',
    'BB 00 19 80',
    '"kind":"glucose","mmolPerL":10.4,"meterValue":187,"meterUnit":"mg/dL","meal":"after-meal"',
  ],
  [
    '77 35 0F 09',
    '68 00 00 40',
    '"kind":"glucose","mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL","meal":"before-meal"',
  ],
];
const clockIn = (time: string): string => `2026-11-23T09:${String((fromHex(time)[2] ?? 0) & 0x3f).padStart(2, '0')}:00`;

test.concurrent('the worked records become the documented lines; nothing but questions is asked', async () => {
  await using meter = await aScriptedMeter('taidoc', {
    [ask(0x24)]: said(0x24, '61 32'),
    [ask(0x28)]: '51 28 01 42 77 42 A5 1A',
    [ask(0x27)]: '51 27 78 56 34 12 A5 31',
    [ask(0x23)]: '51 23 77 35 14 09 A5 E2',
    [ask(0x2b, 1)]: said(0x2b, `0${WORKED.length} 00`),
    ...Object.fromEntries([2, 3, 4].map((user) => [ask(0x2b, user), '51 2B 00 00 FF FF A5 1F'])),
    ...Object.fromEntries(
      WORKED.flatMap(([time, value], index) => [
        [ask(0x25, index, 0, 0, 1), said(0x25, time)],
        [ask(0x26, index, 0, 0, 1), said(0x26, value)],
      ]),
    ),
  });
  const reader = yike('read', 'taidoc', '--serial', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual(
    WORKED.toReversed().map(([time, , line]) =>
      line === ''
        ? '{"event":"rejected","reason":"unsupported"}'
        : `{"event":"reading",${line},"deviceClock":"${clockIn(time)}"}`,
    ),
  );
  expect(meter.heard.filter((heard) => heard.startsWith('?'))).toEqual([]);
});

test.concurrent('a monitor of pressures alone says its mean', async () => {
  await using meter = await aScriptedMeter('taidoc', {
    [ask(0x24)]: '51 24 28 31 00 00 A5 73',
    [ask(0x28)]: '51 28 01 42 77 42 A5 1A',
    [ask(0x27)]: '51 27 78 56 34 12 A5 31',
    [ask(0x23)]: '51 23 77 35 14 09 A5 E2',
    [ask(0x2b)]: said(0x2b, '01'),
    [ask(0x25)]: '51 25 77 35 5E 0A A5 2F',
    [ask(0x26)]: '51 26 88 66 54 48 A5 A5 | 51 26 88 66 54 48 A5 A6', // a wrong sum at first
  });
  const reader = yike('read', 'taidoc', '--serial', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    '{"event":"rejected","reason":"checksum"}',
    '{"event":"reading","kind":"blood-pressure","systolicMmHg":136,"diastolicMmHg":84,"meanMmHg":102,"pulsePerMin":72,"flags":["irregular"],"deviceClock":"2026-11-23T10:30:00"}',
  ]);
});

test.concurrent('an empty memory prints nothing, and is read', async () => {
  await using meter = await aScriptedMeter('taidoc', {
    [ask(0x24)]: '51 24 28 31 00 00 A5 73',
    [ask(0x28)]: '51 28 01 42 77 42 A5 1A',
    [ask(0x27)]: '51 27 78 56 34 12 A5 31',
    [ask(0x23)]: '51 23 77 35 14 09 A5 E2',
    [ask(0x2b)]: '51 2B 00 00 00 00 A5 21',
  });
  const reader = yike('read', 'taidoc', '--serial', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([]);
});

test.concurrent('read contec08a over framed reports prints what every user has kept, then what is measured', async () => {
  const monitor = yike('simulate', 'contec08a', '--tcp', '0');
  const where = await monitor.says((line) => line.startsWith('127.0.0.1:'));
  const held = [
    '{"event":"reading","kind":"blood-pressure","systolicMmHg":182,"diastolicMmHg":130,"meanMmHg":147,"pulsePerMin":131,"deviceClock":"2026-11-23T09:05:00"}',
    '{"event":"reading","kind":"blood-pressure","systolicMmHg":120,"diastolicMmHg":80,"meanMmHg":93,"pulsePerMin":72,"deviceClock":"2026-11-23T10:30:00"}',
  ];
  const reader = yike('read', 'contec08a', '--tcp', where);
  await reader.says((line) => line === held.at(-1));
  expect(reader.out).toEqual(held);
  monitor.type('take 138/86/72');
  const added = await reader.says((line) => line.includes('138'));
  expect(added).toMatch(
    /"systolicMmHg":138,"diastolicMmHg":86,"meanMmHg":103,"pulsePerMin":72,"deviceClock":"2026-11-23T12:2\d:00"}$/,
  );
  expect(reader.out).toEqual([...held, added]);
  await ends(reader);
});

test.concurrent('the worked records of a CONTEC08A become the documented lines', async () => {
  const spoken: Readonly<Record<string, readonly string[]>> = {
    '40': ['41 00 00 00 00'],
    '42': ['48 41 02 13 01 02'],
    '4341010402': [
      '4A 43 01',
      '46 41 80 80 82 82 80 80 80 80 80 80 80 81',
      '82 80 94 D5 C8 E9 97 85 80 81 8D 89 80 91',
      '80 80 F8 D0 C8 DD 9A 8B 80 97 8A 9E 80 91',
    ],
    '4341010502': [
      '4A 43 01',
      '46 41 80 80 82 82 80 80 80 80 80 80 80 82',
      '9E 80 B6 82 83 93 9A 8B 80 97 8A 9F 80 91',
      '8E 80 B6 82 83 93 9A 8B 80 97 8A A0 80 91',
    ],
    '4341010602': ['4A 43 01', '46 41 80 80 80 82 80 80 80 80 80 80 80 83'],
  };
  const unknown: string[] = [];
  const cable = await tcpCable(0, 'reports', (report) => {
    const asked = Object.keys(spoken).find((begins) => hexOf(report).startsWith(begins));
    if (asked === undefined || report.length !== 64) unknown.push(hexOf(report));
    for (const message of spoken[asked ?? ''] ?? []) cable.say(Buffer.concat([fromHex(message)], 64));
  });
  const reader = yike('read', 'contec08a', '--tcp', `127.0.0.1:${cable.port}`, '--once');
  expect(await reader.exited).toBe(0);
  await cable.close();
  const line = (values: string, time: string) =>
    `{"event":"reading","kind":"blood-pressure",${values},"deviceClock":"${time}:00"}`;
  expect(reader.out).toEqual([
    line('"systolicMmHg":148,"diastolicMmHg":85,"meanMmHg":105,"pulsePerMin":72', '2023-05-01T13:09'),
    line('"systolicMmHg":120,"diastolicMmHg":80,"meanMmHg":93,"pulsePerMin":72', '2026-11-23T10:30'),
    line('"systolicMmHg":182,"diastolicMmHg":130,"meanMmHg":147,"pulsePerMin":131', '2026-11-23T10:31'),
    '{"event":"rejected","reason":"implausible"}',
  ]);
  expect(unknown).toEqual([]);
});

test.concurrent('behind a CP2110 it is named as a HID device, by hand and in a station file', async ({
  onTestFinished,
}) => {
  const reader = yike('read', 'taidoc', '--hid', '10c4:ffff');
  expect(await reader.exited).toBe(2);
  expect(reader.lines.join()).toMatch(/no HID device 10c4:ffff is plugged in|Debian package libusb-1\.0-0/);
  const folder = mkdtempSync(join(tmpdir(), 'yike-cp2110-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const transport = '{ kind: hid, vendorId: 0x10c4, productId: 0xffff }';
  const file = aStationFile(folder, {
    port: await aFreePort(),
    brokerUrl: 'mqtt://127.0.0.1:1',
    devices: [`{ id: own-meter, driver: taidoc, transport: ${transport} }`],
  });
  const station = yike('start', '--station', file);
  await station.says((line) => line.includes('station ready'));
  await vi.waitFor(() => expect(station.lines.join()).toMatch(/10c4:ffff is plugged in|libusb-1\.0-0/), {
    timeout: 30_000,
  });
  await ends(station);
});
