import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FleetFile } from '../../firmware-config/index.ts';
import { type Certificates, someCertificates } from '../../test/certificates.ts';
import { settingsOf } from './fleet-settings.ts';
import { Refusal } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-settings-'));
const before = process.env.CREDENTIALS_DIRECTORY;
let ours: Certificates;
beforeAll(() => {
  process.env.CREDENTIALS_DIRECTORY = folder;
  ours = someCertificates();
  for (const name of ['one', 'other']) ours.issue(name, 'DNS:localhost');
});
afterAll(() => {
  if (before === undefined) delete process.env.CREDENTIALS_DIRECTORY;
  else process.env.CREDENTIALS_DIRECTORY = before;
  ours[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const GOOD = `whsec_${Buffer.alloc(24).toString('base64')}`;
const SESAME = 'sesame';
const least: FleetFile = {
  version: 1,
  broker: { url: 'mqtts://broker.example:8883' },
  http: { host: '127.0.0.1', port: 8081, names: [] },
  members: 1,
  forward: [],
  data: { folder, keepDays: 365 },
};
const kept = (text: string) => {
  writeFileSync(join(folder, 'word'), text);
  return { credential: 'word' };
};
const forward = (kind: 'webhook' | 'thingsboard' | 'fhir', more: object): FleetFile => ({
  ...least,
  forward: [{ id: 'there', kind, url: 'https://there.example', ...more }],
});
const pem = (certificate: string, key: string) => ({ certificate: ours.path(certificate), key: ours.path(key) });
const settings = (file: FleetFile) => settingsOf(file, 1, { warn() {} });

test.each<[string, () => FleetFile, 1 | 2, RegExp]>([
  [
    'a webhook’s secret',
    () => forward('webhook', { secret: kept(`whsec_${SESAME}`) }),
    1,
    /^forward\[0\]\.secret: .*24 to/,
  ],
  ['no webhook’s secret at all', () => forward('webhook', { secret: kept(SESAME) }), 1, /^forward\[0\]\.secret: /],
  ['an authority', () => forward('thingsboard', { token: kept('x'), ca: kept(SESAME) }), 1, /^forward\[0\]\.ca: /],
  ['a token that is not there', () => forward('fhir', { token: { credential: 'none' } }), 2, /^forward\[0\]\.token: /],
  ['an address of a database', () => ({ ...least, database: kept(SESAME) }), 1, /^database: /],
  ['the broker’s authority', () => ({ ...least, broker: { ...least.broker, ca: kept(SESAME) } }), 1, /^broker: /],
  [
    'a key of another',
    () => ({ ...least, broker: { ...least.broker, ...pem('one.pem', 'other.key') } }),
    1,
    /^broker: /,
  ],
  ['the console’s key', () => ({ ...least, http: { ...least.http, ...pem('one.pem', 'other.key') } }), 1, /^http: /],
])('stops the start, and is not repeated: %s', (_, file, exit, words) => {
  let thrown: unknown;
  try {
    settings(file());
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Refusal);
  expect(thrown).toMatchObject({ exitCode: exit, message: expect.stringMatching(words) });
  expect(String(thrown)).not.toContain(SESAME);
});

test('what is right is taken, and the console’s certificate is read anew', () => {
  const { forward: targets } = settings(forward('webhook', { secret: kept(`${GOOD}\n`) }));
  expect(targets).toMatchObject([{ secret: GOOD }]);
  const { http } = settings({ ...least, http: { ...least.http, ...pem('one.pem', 'one.key') } });
  expect(http.tls?.certificate().cert).toBe(ours.read('one.pem'));
  ours.issue('one', 'DNS:elsewhere.example');
  expect(http.tls?.certificate().cert).toBe(ours.read('one.pem'));
});
