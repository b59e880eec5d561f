import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { complaintText } from './complaint.ts';
import { stationJsonSchema } from './json-schema.ts';
import { loadRules, loadStation } from './load.ts';
import { unsigned } from './rules.ts';

const allowed = { driverIds: ['maibobo-rbp', 'creative-pc'], allowSimulated: true };
const stations = join(import.meta.dirname, 'stations');
const folder = mkdtempSync(join(tmpdir(), 'yike-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = readFileSync(join(stations, 'demo.yaml'), 'utf8');
const file = join(folder, 'station.yaml');

/** The complaints about the demo's file after replacing one text in it, each as `line key: found → expected`. */
function complaints(replace: string, by: string, more = {}): string[] {
  expect(good).toContain(replace);
  writeFileSync(file, good.replace(replace, by));
  const loaded = loadStation(file, { ...allowed, ...more });
  if ('station' in loaded) return [];
  return loaded.complaints.map(({ line, key, found, expected }) => `${line} ${key}: ${found} → ${expected}`);
}

describe('a station file', () => {
  test.each(['demo.yaml', 'health-hut.yaml'])('%s is right, and its defaults are filled in', (name) => {
    expect(loadStation(join(stations, name), allowed)).toMatchObject({
      station: { http: { port: 8080 }, data: { keepDays: 7 }, platform: { protocol: 'auto', receipts: false } },
    });
  });

  test('is complained about with key, line, found and expected', () => {
    expect(complaints('driver: maibobo-rbp', 'driver: maibobo-rpb')).toEqual([
      '19 devices[0].driver: "maibobo-rpb" → maibobo-rbp, perhaps',
    ]);
    const [complaint] = (loadStation(file, allowed) as { complaints: [Parameters<typeof complaintText>[1]] })
      .complaints;
    expect(complaintText('station.yaml', complaint)).toBe(
      'station.yaml:19 devices[0].driver: found "maibobo-rpb", expected maibobo-rbp, perhaps',
    );
  });

  test.each([
    [
      'an unknown key',
      'phone:',
      'fone:',
      [
        '4 station.phone: nothing → a telephone number that a person answers, in quotes',
        '10 station.fone: a key that is not known → phone, perhaps',
      ],
    ],
    [
      'a wrong id',
      'id: demo-hut-01',
      'id: Demo Hut',
      ['5 station.id: "Demo Hut" → an id of a-z 0-9 and -, 3 to 64 long'],
    ],
    [
      'a wrong number',
      'diagonalInch: 21.5',
      'diagonalInch: big',
      ['14 panels[0].diagonalInch: "big" → the diagonal in inches, 5 to 65'],
    ],
    [
      'a broker in clear text',
      '127.0.0.1:8082',
      'broker.example:1883',
      ['16 platform.url: "mqtt://broker.example:1883" → mqtts://: without encryption only to this machine itself'],
    ],
    ['an id given twice', 'id: glucose-1', 'id: bp-1', ['20 devices[1].id: "bp-1" a second time → an id of its own']],
    [
      'a time zone that is none',
      'Asia/Shanghai',
      'Asia/Wuhai',
      ['11 station.timeZone: "Asia/Wuhai" → an IANA time zone such as Asia/Shanghai'],
    ],
    [
      'a panel that is not there',
      'driver: creative-pc',
      'panel: side, driver: creative-pc',
      ['20 devices[1].panel: "side" → one of the panels: main'],
    ],
    [
      'a transport that is not there yet',
      'kind: simulated',
      'kind: bluetooth',
      ['19 devices[0].transport.kind: "bluetooth" → serial or simulated'],
    ],
    [
      'a serial port without a name',
      'kind: simulated',
      'kind: serial',
      ['19 devices[0].transport.path: nothing → the path of a serial port, or vendorId, serialNumber or usbPort'],
    ],
    [
      'receipts, which nobody sends yet',
      '{ url:',
      '{ receipts: true, url:',
      ['16 platform.receipts: true → false: receipts are not available yet'],
    ],
    ['broken YAML', 'services: [self-test]', 'services: [self-test', [expect.stringMatching(/^1[0-9] : .* → YAML$/)]],
    ['a key given twice', 'version: 1', 'version: 1\nversion: 1', [expect.stringMatching(/^4 : .*unique.* → YAML$/)]],
  ])('%s', (_, replace, by, expected) => {
    expect(complaints(replace, by)).toEqual(expected);
  });

  test('every problem is told at once, in the order of the lines', () => {
    const all = complaints('id: demo-hut-01', 'id: X').concat(complaints('version: 1', 'version: 2'));
    expect(all).toHaveLength(2);
    writeFileSync(
      file,
      good.replace('id: demo-hut-01', 'id: X').replace('version: 1', 'version: 2').replace('[zh-CN, en]', '[mn]'),
    );
    const loaded = loadStation(file, allowed);
    expect('complaints' in loaded && loaded.complaints.map(({ key }) => key)).toEqual([
      'version',
      'station.id',
      'panels[0].languages[0]',
    ]);
  });

  test('simulated devices are refused where they are not allowed', () => {
    expect(complaints('version: 1', 'version: 1', { allowSimulated: false })).toEqual([
      '19 devices[0].transport.kind: "simulated" → serial: simulated devices are refused without --demo',
      '20 devices[1].transport.kind: "simulated" → serial: simulated devices are refused without --demo',
    ]);
  });

  test.each(['', '[]', '7', 'null'])('that holds %j is no station file', (text) => {
    writeFileSync(file, text);
    expect(loadStation(file, allowed)).toHaveProperty('complaints');
  });

  test('that is not there is said so', () => {
    expect(loadStation(join(folder, 'none.yaml'), allowed)).toEqual({
      complaints: [{ key: '', line: 1, found: 'no readable file (ENOENT)', expected: 'a station file' }],
    });
  });
});

describe('the JSON Schema', () => {
  test('is the one in the repository: run `node firmware-config/write-json-schema.ts` when it is not', () => {
    const written = readFileSync(join(import.meta.dirname, 'station.schema.json'), 'utf8');
    expect(written).toBe(`${JSON.stringify(stationJsonSchema(), undefined, 2)}\n`);
  });

  test.each(['demo.yaml', 'health-hut.yaml'])('accepts %s as it stands, and refuses it with an unknown key', (name) => {
    const check = new Ajv2020({ strict: false }).compile(stationJsonSchema());
    const station = parse(readFileSync(join(stations, name), 'utf8'));
    expect(check(station)).toBe(true);
    expect(check({ ...station, more: 1 })).toBe(false);
  });
});

test('rules that no clinician has signed are named', () => {
  const rules = loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' });
  expect(unsigned(rules)).toEqual([
    expect.stringContaining('rules cn-2024'),
    expect.stringContaining('rules cds-2024'),
  ]);
  expect(unsigned({ ...rules, glucose: { ...rules.glucose, signedBy: 'Dr. Bai' } })).toHaveLength(1);
});
