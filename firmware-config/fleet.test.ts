import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fleetJsonSchema } from './json-schema.ts';
import { kindOf, loadFleet } from './load.ts';

const here = import.meta.dirname;
const city = join(here, 'fleets', 'city.yaml');
const good = readFileSync(city, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'yike-fleets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'fleet.yaml');

/** The complaints about the city's file after replacing one text in it, each as `key: found → expected`. */
function complaints(replace: string, by: string): string[] {
  expect(good).toContain(replace);
  writeFileSync(file, good.replace(replace, by));
  const loaded = loadFleet(file);
  if ('fleet' in loaded) return [];
  return loaded.complaints.map(({ key, found, expected }) => `${key}: ${found} → ${expected}`);
}

test('the least file is right, answers this machine alone, and keeps all in one folder', () => {
  writeFileSync(file, 'version: 1\nbroker: { url: "mqtt://127.0.0.1:1883" }\ndata: { folder: /var/lib/yike-fleet }\n');
  expect(loadFleet(file)).toEqual({
    fleet: {
      version: 1,
      broker: { url: 'mqtt://127.0.0.1:1883' },
      http: { host: '127.0.0.1', port: 8081, names: [] },
      members: 1,
      forward: [],
      data: { folder: '/var/lib/yike-fleet', keepDays: 365 },
    },
  });
});

test.each<[string, string, string, string[]]>([
  ['nothing', 'members: 2', 'members: 2', []],
  ['a slip', 'members: 2', 'member: 2', [expect.stringMatching(/^member: a key that .* did you mean members\?$/)]],
  [
    'a broker in the clear',
    'mqtts://broker.example:8883',
    'mqtt://broker.example:1883',
    ['broker.url: "mqtt://broker.example:1883" → mqtts://: without encryption only to this machine itself'],
  ],
  [
    'a certificate without its key',
    '  key: /etc/yike/fleet.key\n',
    '',
    ['broker.key: nothing → the path of a file: certificate and key go together'],
  ],
  [
    'a console beyond this machine in the clear',
    '  certificate: /etc/yike/console.pem\n  key: { credential: console.key }\n',
    '',
    ['http.host: "fleet.example" → 127.0.0.1, or certificate and key beside it: beyond this machine only with TLS'],
  ],
  [
    'a console of whatever name',
    'host: fleet.example',
    'host: 0.0.0.0',
    ['http.names: nothing → the names by which browsers reach it'],
  ],
  ['a console of two names', 'host: fleet.example', 'host: 0.0.0.0\n  names: [fleet.example, fleet]', []],
  [
    'members without a database to share',
    'database: { credential: database }',
    '',
    ['database: nothing → postgres://…: members share one database'],
  ],
  [
    'a notice in the clear',
    'https://12345.example/alarms',
    'http://12345.example/alarms',
    ['notify.webhook.url: "http://12345.example/alarms" → https://: without encryption only to this machine itself'],
  ],
  [
    'a time of day that is none',
    '"18:00"',
    '"25:00"',
    ['notify.email.people[0].hours[0].to: "25:00" → a time of day such as "08:00", in quotes'],
  ],
  ['two targets of one id', 'id: things', 'id: records', ['forward[1].id: "records" a second time → an id of its own']],
  [
    'a target over the wrong wire',
    'https://fhir.example/r4',
    'mqtts://fhir.example/r4',
    ['forward[0].url: "mqtts://fhir.example/r4" → https://: without encryption only to this machine itself'],
  ],
  [
    'observations in the clear',
    'https://fhir.example/r4',
    'http://fhir.example/r4',
    ['forward[0].url: "http://fhir.example/r4" → https://: without encryption only to this machine itself'],
  ],
  [
    'devices in the clear',
    'mqtts://things.example:8883',
    'mqtt://things.example:1883',
    ['forward[1].url: "mqtt://things.example:1883" → mqtts://: without encryption only to this machine itself'],
  ],
  [
    'deposits in the clear',
    'https://works.example/hook',
    'http://works.example/hook',
    ['forward[2].url: "http://works.example/hook" → https://: without encryption only to this machine itself'],
  ],
  [
    'a secret in the place of its file',
    'secret: { credential: works }',
    'secret: whsec_sesame',
    ['forward[2].secret: a secret itself → the path of a file, or { credential: NAME }: it stands nowhere else'],
  ],
  [
    'a target without what it needs, and with what it does not take',
    'secret: { credential: works }',
    'token: { credential: works }',
    [
      'forward[2].token: a setting → secret, kinds: that is what webhook takes',
      'forward[2].secret: nothing → the path of a file, or { credential: NAME }: webhook needs it',
    ],
  ],
])('%s', (_, replace, by, expected) => {
  expect(complaints(replace, by).sort()).toEqual([...expected].sort());
});

test('a password in an address is refused and not repeated', () => {
  const told = complaints('{ credential: database }', 'postgres://yike:sesame@host/yike');
  expect(told).toEqual([
    'database: an address with a password in it → one without a password, or { credential: NAME } of one that holds the whole address',
  ]);
  expect(complaints('https://works.example/hook', 'https://me:sesame@works.example/hook').join()).not.toContain(
    'sesame',
  );
});

test.each([
  ['fleets/city.yaml', 'fleet'],
  ['stations/demo.yaml', 'station'],
  ['boards/recycling-bin.yaml', 'board'],
  ['boards/signals.yaml', 'signals board'],
  ['boards/none.yaml', 'station'],
])('%s is the file of a %s', (name, kind) => {
  expect(kindOf(join(here, name))).toBe(kind);
});

describe('the JSON Schema', () => {
  test('is the one in the repository: run `node firmware-config/write-json-schema.ts` when it is not', () => {
    const written = readFileSync(join(here, 'fleet.schema.json'), 'utf8');
    expect(written).toBe(`${JSON.stringify(fleetJsonSchema(), undefined, 2)}\n`);
  });

  test('accepts the city’s file as it stands, and refuses it with an unknown key', () => {
    const check = new Ajv2020({ strict: false }).compile(fleetJsonSchema());
    expect(check(parse(good)), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...parse(good), more: 1 })).toBe(false);
  });
});
