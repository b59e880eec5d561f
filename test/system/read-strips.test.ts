/** `yike read` in one process, a strip meter at the other end of a real tty, or of framed reports, in another. */
import { afterAll, expect, test, vi } from 'vitest';
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

const glucose = (facts: string, deviceClock: string): string =>
  `{"event":"reading","kind":"glucose",${facts},"deviceClock":"2026-11-${deviceClock}"}`;

test.concurrent.each([
  {
    driver: 'sd-codefree',
    held: [
      glucose('"mmolPerL":10.4,"meterValue":187,"meterUnit":"mg/dL","meal":"after-meal"', '22T21:40:00'),
      glucose('"mmolPerL":5.3,"meterValue":95,"meterUnit":"mg/dL"', '23T07:02:00'),
      glucose('"mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL","meal":"before-meal"', '23T09:15:00'),
    ],
  },
  {
    driver: 'truemetrix',
    held: [
      glucose('"mmolPerL":6.1,"meterValue":110,"meterUnit":"mg/dL","flags":["control"]', '22T21:40:00'),
      glucose('"flags":["above-range"]', '23T08:02:00'),
      glucose('"mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL"', '23T09:15:00'),
    ],
  },
  {
    driver: 'bioland',
    held: [
      glucose('"mmolPerL":22.9,"meterValue":412,"meterUnit":"mg/dL"', '22T21:40:00'),
      glucose('"mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL"', '23T09:15:00'),
    ],
  },
])('$driver: what the simulator holds becomes a line each, the oldest first', async ({ driver, held }) => {
  const isHid = driver === 'truemetrix';
  const meter = yike('simulate', driver, ...(isHid ? ['--tcp', '0'] : ['--pty']));
  const where = await meter.says((line) => line.startsWith(isHid ? '127.0.0.1:' : '/dev/'));
  const reader = yike('read', driver, isHid ? '--tcp' : '--serial', where, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual(held);
});

test.concurrent('sd-codefree: the worked frames become the documented lines, and it is told two words', async () => {
  await using meter = await aScriptedMeter('sd-codefree', {
    '53 10 04 10 40 50 AA': `53 20 18 30 00 01${' AA'.repeat(19)} 9B AA`,
    '53 10 04 10 60 70 AA': '53 20 13 20 00 1A 0B 17 09 0F 00 68 10 00 00 00 00 00 00 00 58 AA | 53 20 04 10 70 60 AA',
  });
  const reader = yike('read', 'sd-codefree', '--serial', meter.path, '--once');
  await vi.waitFor(
    () => {
      meter.say('00 53 20 04 10 30 20 AA');
      expect(meter.heard).toHaveLength(3);
    },
    { timeout: 30_000, interval: 500 },
  );
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    glucose('"mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL","meal":"before-meal"', '23T09:15:00'),
  ]);
  expect(meter.heard).toEqual(['531004104050AA', '531004106070AA', '531004106070AA']);
});

test.concurrent('bioland: the worked frames become the documented lines, and it is asked two things', async () => {
  const time = '..'.repeat(6);
  await using meter = await aScriptedMeter('bioland', {
    [`5A 0A 00 ${time} ..`]: '55 12 00 20 03 55 02 00 41 31 32 33 34 35 36 37 38 C8',
    [`5A 0A 03 ${time} ..`]:
      '55 0C 03 1A 0B 17 09 0F 00 68 00 22 | 55 0C 03 1A 0B 16 15 28 00 9C 01 7B | 55 05 05 00 61',
  });
  const reader = yike('read', 'bioland', '--serial', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual([
    glucose('"mmolPerL":22.9,"meterValue":412,"meterUnit":"mg/dL"', '22T21:40:00'),
    glucose('"mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL"', '23T09:15:00'),
  ]);
  expect(meter.heard.filter((said) => said.startsWith('?'))).toEqual([]);
});

test.concurrent('sinocare-sn: each strip of the simulator becomes one line', async () => {
  const meter = yike('simulate', 'sinocare-sn', '--pty');
  const path = await meter.says((line) => line.startsWith('/dev/'));
  const reader = yike('read', 'sinocare-sn', '--serial', path);
  await vi.waitFor(() => expect(reader.lines.join('\n')).toContain('device connected'), { timeout: 30_000 });
  meter.type('take 5.6');
  meter.type('take HI');
  await reader.says((line) => line.includes('above-range'));
  expect(reader.out).toEqual([
    expect.stringMatching(
      /^{"event":"reading","kind":"glucose","mmolPerL":5.6,"meterValue":5.6,"meterUnit":"mmol\/L",/,
    ),
    expect.stringMatching(/^{"event":"reading","kind":"glucose","flags":\["above-range"\],"deviceClock":"2026-11-23T/),
  ]);
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
});

test.concurrent('sinocare-sn: the worked frames become the documented lines, and nothing is said', async () => {
  await using meter = await aScriptedMeter('sinocare-sn', {});
  const reader = yike('read', 'sinocare-sn', '--serial', meter.path);
  await vi.waitFor(() => expect(reader.lines.join('\n')).toContain('device connected'), { timeout: 30_000 });
  const worked: readonly (readonly [hex: string, line: string | undefined])[] = [
    ['53 4E 04 00 04 03 0B', undefined],
    ['53 4E 10 00 04 04 1A 0B 17 09 0F 1E 00 3A 00 00 00 00 C5', '{"event":"rejected","reason":"checksum"}'],
    [
      '53 4E 10 00 04 04 1A 0B 17 09 0F 1E 00 3A 00 00 00 00 C4',
      glucose('"mmolPerL":5.8,"meterValue":5.8,"meterUnit":"mmol/L"', '23T09:15:30'),
    ],
  ];
  for (const [hex, line] of worked) {
    meter.say(hex);
    if (line) await reader.says((said) => said === line);
  }
  expect(reader.out).toEqual(worked.flatMap(([, line]) => line ?? []));
  expect(meter.heard).toEqual([]);
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
});
