/** `yike read` in one process, a meter at the other end of a real tty in another. */
import { afterAll, expect, test, vi } from 'vitest';
import { HANDSHAKE, says } from '../../edge-agent/protocols/creative-frame.ts';
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

/** A simulated device in its own process, on this tty. */
async function aSimulator(driver: string): Promise<{ readonly meter: Process; readonly path: string }> {
  const meter = yike('simulate', driver, '--pty');
  return { meter, path: await meter.says((line) => line.startsWith('/dev/')) };
}

async function ends(reader: Process): Promise<void> {
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
}

/** On stderr too. */
const prints = (reader: Process, text: string) =>
  vi.waitFor(() => expect(reader.lines.join('\n')).toContain(text), { timeout: 10_000 });
const connected = (reader: Process) => prints(reader, 'device connected');

const isIdle = (line: string): boolean => line === '{"event":"state","state":"idle"}';
const mmHg = (line: string): number => Number(/"mmHg":(\d+)/.exec(line)?.[1]);

test.concurrent.each([
  {
    driver: 'maibobo-rbp',
    take: '136/84/72',
    found: '{"event":"reading","kind":"blood-pressure","systolicMmHg":136,"diastolicMmHg":84,"pulsePerMin":72}',
  },
  {
    driver: 'creative-pc',
    take: '138/86/72',
    found:
      '{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":86,"meanMmHg":103,"pulsePerMin":72}',
  },
  {
    driver: 'suntech-oem',
    take: '162/98/78',
    found:
      '{"event":"reading","kind":"blood-pressure","systolicMmHg":162,"diastolicMmHg":98,"meanMmHg":119,"pulsePerMin":78}',
  },
  {
    driver: 'par-nibp2020',
    take: '138/84/72',
    found:
      '{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"meanMmHg":102,"pulsePerMin":72}',
  },
  {
    driver: 'lepu-nibp',
    take: '136/84/72',
    found:
      '{"event":"reading","kind":"blood-pressure","systolicMmHg":136,"diastolicMmHg":84,"meanMmHg":101,"pulsePerMin":72}',
  },
])(
  'read $driver --start prints pressures, states and the reading of the simulator',
  async ({ driver, take, found }) => {
    const { meter, path } = await aSimulator(driver);
    meter.type(`take ${take}`);
    await meter.says((line) => line === 'done');
    const reader = yike('read', driver, '--serial', path, '--start');
    await reader.says(isIdle);
    expect(reader.out.filter((line) => line.includes('"reading"'))).toEqual([found]);
    const pressures = reader.out.filter((line) => line.includes('"pressure"')).map(mmHg);
    expect(Math.max(...pressures)).toBeGreaterThan(Number(take.split('/')[0]));
    expect(pressures.at(-1)).toBeLessThan(10);
    expect(reader.out.filter((line) => line.includes('"state"'))).toEqual(
      ['inflating', 'deflating', 'idle'].map((state) => `{"event":"state","state":"${state}"}`),
    );
    await ends(reader);
  },
);

test('read creative-pc prints each strip of the simulator once', async () => {
  const { meter, path } = await aSimulator('creative-pc');
  const reader = yike('read', 'creative-pc', '--serial', path);
  await connected(reader);
  const lines = {
    '5.8': '{"event":"reading","kind":"glucose","mmolPerL":5.8,"meterValue":5.8,"meterUnit":"mmol/L"}',
    '10.8': '{"event":"reading","kind":"glucose","mmolPerL":10.8,"meterValue":10.8,"meterUnit":"mmol/L"}',
    LO: '{"event":"reading","kind":"glucose","flags":["below-range"]}',
    HI: '{"event":"reading","kind":"glucose","flags":["above-range"]}',
  };
  for (const [value, line] of Object.entries(lines)) {
    meter.type(`take ${value}`);
    await reader.says((said) => said === line);
  }
  expect(reader.out).toEqual(Object.values(lines));
  await ends(reader);
});

test('the worked frames, garbled one too, become the documented lines', async () => {
  await using terminal = await aScriptedMeter('creative-pc', {
    'AA 55 40 02 02 CB': 'AA 55 40 02 02 CB',
    'AA 55 FF 02 01 CA': hexOf(says(HANDSHAKE, 0x50, 0x43, 0x2d, 0x36, 0x30, 0x30)),
    'AA 55 40 02 01 29': 'AA 55 40 02 01 29',
  });
  const reader = yike('read', 'creative-pc', '--serial', terminal.path);
  await connected(reader);
  const worked: readonly (readonly [hex: string, line: string | undefined])[] = [
    [
      'AA 55 E2 05 01 00 00 58 60',
      '{"event":"reading","kind":"glucose","mmolPerL":5.8,"meterValue":5.8,"meterUnit":"mmol/L"}',
    ],
    [
      'AA 55 E2 05 01 01 00 68 75',
      '{"event":"reading","kind":"glucose","mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL"}',
    ],
    ['AA 55 E2 05 01 82 00 00 54', undefined], // no record
    ['AA 55 E2 05 01 01 00 68 74', '{"event":"rejected","reason":"checksum"}'],
    ['AA 55 E2 05 01 10 00 00 33', '{"event":"reading","kind":"glucose","flags":["below-range"]}'],
    [
      'AA 55 43 07 01 80 8A 67 56 48 88',
      '{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":86,"meanMmHg":103,"pulsePerMin":72,"flags":["irregular"]}',
    ],
    ['AA 55 43 03 02 02 75', '{"event":"failure","kind":"cuff","code":"2"}'],
    [
      'AA 55 53 07 01 61 44 00 20 00 A0',
      '{"event":"reading","kind":"oxygen-saturation","percent":97,"pulsePerMin":68}',
    ],
    ['AA 55 74 05 01 00 0E 47 63', '{"event":"reading","kind":"temperature","celsius":36.55}'],
    ['AA 55 53 07 01 61 0B 00 20 00 DA', '{"event":"rejected","reason":"implausible"}'], // a pulse of 11
  ];
  for (const [hex, line] of worked) {
    terminal.say(hex);
    if (line) await reader.says((said) => said === line);
  }
  expect(reader.out).toEqual(worked.flatMap(([, line]) => line ?? []));
  await ends(reader);
});

test.concurrent.each(['maibobo-rbp', 'creative-pc', 'suntech-oem', 'par-nibp2020', 'lepu-nibp'])(
  'a line abort on stdin lets the cuff of %s go, and no reading comes',
  async (driver) => {
    const { path } = await aSimulator(driver);
    const reader = yike('read', driver, '--serial', path, '--start');
    await reader.says((line) => mmHg(line) >= 40);
    reader.type('abort');
    await reader.says(isIdle);
    const pressures = reader.out.filter((line) => line.includes('"pressure"')).map(mmHg);
    expect(pressures.at(-1)).toBeLessThan(10);
    expect(Math.max(...pressures)).toBeLessThan(140); // it would have gone to 152
    expect(reader.out.filter((line) => /"(reading|failure)"/.test(line))).toEqual([]);
    await prints(reader, 'aborted: the conversation was stopped');
    await ends(reader);
  },
);

test('at another speed than its own the device hears nothing, and read says what to check', async () => {
  const { path } = await aSimulator('maibobo-rbp');
  const reader = yike('read', 'maibobo-rbp', '--serial', path, '--baud', '19200');
  expect(await reader.exited).toBe(2);
  expect(reader.out).toEqual([]);
  expect(reader.lines.at(-1)).toBe(
    `yike: no maibobo-rbp answers on ${path} at 19200 baud: check that it is on, its cable, and the speed (--baud)`,
  );
});

/** What the simulated memory meter holds when it is new. */
const HELD = [
  '{"event":"reading","kind":"glucose","mmolPerL":5.8,"meterValue":104,"meterUnit":"mg/dL","deviceClock":"2026-11-23T09:15:00"}',
  '{"event":"reading","kind":"glucose","mmolPerL":10.4,"meterValue":187,"meterUnit":"mg/dL","meal":"after-meal","deviceClock":"2026-11-23T12:05:30"}',
  '{"event":"reading","kind":"glucose","mmolPerL":6.1,"meterValue":110,"meterUnit":"mg/dL","flags":["control"],"deviceClock":"2026-11-23T12:10:00"}',
];

test('read caresens-n prints every record of the memory once, oldest first, and goes on listening', async () => {
  const { meter, path } = await aSimulator('caresens-n');
  const reader = yike('read', 'caresens-n', '--serial', path);
  await prints(reader, 'memory read');
  expect(reader.out).toEqual(HELD);
  meter.type('clock 2026-11-23T18:00:00');
  meter.type('hold 5.6 fasting');
  const added = await reader.says((line) => line.includes('fasting'));
  expect(added).toMatch(
    /^{"event":"reading","kind":"glucose","mmolPerL":5.6,"meterValue":101,"meterUnit":"mg\/dL","meal":"fasting","deviceClock":"2026-11-23T18:00:0\d"}$/,
  );
  expect(reader.out).toEqual([...HELD, added]);
  await ends(reader);
});

test.concurrent.each(['none', 'older', 'no-page-check'])(
  'read --once ends with the memory of a meter with fault %s',
  async (fault) => {
    const { meter, path } = await aSimulator('caresens-n');
    meter.type(`fault ${fault}`);
    await meter.says((line) => line === 'done');
    const reader = yike('read', 'caresens-n', '--serial', path, '--once');
    expect(await reader.exited).toBe(0);
    expect(reader.out.filter((line) => !line.includes('"rejected"'))).toEqual(HELD);
  },
);

test('the worked frames of a newer meter become the documented lines; it is asked nothing but questions', async () => {
  const asked = {
    '80': '2E',
    '02 69 53 50 63 07 52 53 4E 42 B1 4C 03':
      '02 69 53 50 63 13 52 53 4E 42 43 4E 50 30 37 41 31 32 33 34 35 00 C5 8D 03',
    '02 69 53 50 63 07 52 54 49 4D 75 CF 03': '02 69 53 50 63 0D 52 54 49 4D 1A 0B 17 09 14 05 52 47 03',
    '02 69 53 50 63 07 4E 43 4F 54 BB 7F 03': '02 69 53 50 63 09 4E 43 4F 54 00 03 EF FE 03',
    '02 69 53 50 63 0A 47 4C 55 45 00 01 03 60 EB 03':
      '02 69 53 50 63 22 47 4C 55 45 1A 0B 17 09 0F 00 20 00 68 1A 0B 17 0C 05 1E 02 00 BB 1A 0B 17 0C 0A 00 01 00 6E 86 BA 03',
  };
  await using meter = await aScriptedMeter('caresens-n', asked);
  const reader = yike('read', 'caresens-n', '--serial', meter.path, '--once');
  expect(await reader.exited).toBe(0);
  expect(reader.out).toEqual(HELD);
  expect(meter.heard.filter((said) => said.startsWith('?'))).toEqual([]);
});

test('a meter pulled out in the middle of its memory has told nothing', async () => {
  await using meter = await aScriptedMeter('caresens-n', {
    '80': '2E',
    '02 69 53 50 63 07 52 53 4E 42 B1 4C 03':
      '02 69 53 50 63 13 52 53 4E 42 43 4E 50 30 37 41 31 32 33 34 35 00 C5 8D 03',
    '02 69 53 50 63 07 52 54 49 4D 75 CF 03': '02 69 53 50 63 0D 52 54 49 4D 1A 0B 17 09 14 05 52 47 03',
    '02 69 53 50 63 07 4E 43 4F 54 BB 7F 03': '02 69 53 50 63 09 4E 43 4F 54 00 03 EF FE 03',
    '02 69 53 50 63 0A 47 4C 55 45 00 01 03 60 EB 03': '02 69 53 50 63 22 47 4C 55 45 1A 0B 17 09 0F 00 20 00 68',
  });
  const reader = yike('read', 'caresens-n', '--serial', meter.path);
  await vi.waitFor(() => expect(meter.heard.at(-1)).toMatch(/^026953506\w*474C5545/), { timeout: 10_000 });
  await meter.unplug();
  await prints(reader, 'memory not read');
  expect(reader.out).toEqual([]);
  await ends(reader);
});

test('--once is for devices with a memory', async () => {
  const reader = yike('read', 'creative-pc', '--serial', '/dev/null', '--once');
  expect(await reader.exited).toBe(1);
  expect(reader.lines.at(-1)).toBe('yike: creative-pc has no memory to read: leave --once out');
});

test('a HID meter over TCP is read out record by record, a new one as it comes, and once more in whole', async () => {
  const meter = yike('simulate', 'contour-next', '--tcp', '0');
  const where = await meter.says((line) => line.startsWith('127.0.0.1:'));
  const held = [
    '{"event":"reading","kind":"glucose","mmolPerL":5.2,"meterValue":5.2,"meterUnit":"mmol/L","meal":"before-meal","deviceClock":"2026-11-23T07:01:00"}',
    '{"event":"reading","kind":"glucose","mmolPerL":7.8,"meterValue":7.8,"meterUnit":"mmol/L","meal":"after-meal","deviceClock":"2026-11-23T09:15:00"}',
    '{"event":"reading","kind":"glucose","mmolPerL":6.1,"meterValue":6.1,"meterUnit":"mmol/L","flags":["control"],"deviceClock":"2026-11-23T09:25:00"}',
  ];
  const reader = yike('read', 'contour-next', '--tcp', where);
  await reader.says((line) => line === held.at(-1));
  meter.type('take HI');
  const high = await reader.says((line) => line.includes('above-range'));
  expect(high).toMatch(
    /^\{"event":"reading","kind":"glucose","flags":\["above-range"\],"deviceClock":"2026-11-23T12:2/,
  );
  expect(reader.out).toEqual([...held, high]);
  await ends(reader);
  const once = yike('read', 'contour-next', '--tcp', where, '--once');
  expect(await once.exited).toBe(0);
  expect(once.out).toEqual([...held, high]);
});
