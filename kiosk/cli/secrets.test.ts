import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Certificates, someCertificates } from '../../test/certificates.ts';
import { uplinkSecrets } from './secrets.ts';

let ours: Certificates;
beforeAll(() => {
  ours = someCertificates();
  for (const name of ['old', 'new', 'used']) ours.issue(name, 'DNS:park-hut-01');
});
afterAll(() => ours[Symbol.dispose]());

const put = (part: 'pem' | 'key', text: string): void => writeFileSync(ours.path(`used.${part}`), text);

test('certificates renewed on the disk are those of the next connection; until they hold, the former', () => {
  put('pem', ours.read('old.pem'));
  put('key', ours.read('old.key'));
  const said: string[] = [];
  const platform = {
    url: 'mqtts://localhost',
    protocol: 'auto',
    receipts: false,
    ca: ours.path('ca.pem'),
    certificate: ours.path('used.pem'),
    key: ours.path('used.key'),
  } as const;
  const secrets = uplinkSecrets(platform, { warn: (what) => void said.push(what) });
  const old = { ca: ours.read('ca.pem'), certificate: ours.read('old.pem'), key: ours.read('old.key') };
  expect(secrets()).toEqual(old);

  put('pem', ours.read('new.pem')); // and its key not yet
  expect([secrets(), secrets()]).toEqual([old, old]);
  put('key', '');
  expect(secrets()).toEqual(old);
  expect(said).toEqual(['certificates cannot be read, the former are kept']);

  put('key', ours.read('new.key'));
  expect(secrets()).toEqual({ ca: old.ca, certificate: ours.read('new.pem'), key: ours.read('new.key') });
  put('pem', 'no certificate');
  expect(secrets().certificate).toBe(ours.read('new.pem'));
  put('pem', ours.read('new.pem'));
  writeFileSync(ours.path('ca.pem'), 'no authority');
  expect(secrets()).toMatchObject({ ca: old.ca });
  expect(said).toHaveLength(2);
});

test('at the start a file that is not there, or is empty, is refused by its name in the station file', () => {
  const starting = (ca: string) => () => uplinkSecrets({ ca }, { warn: () => {} });
  expect(starting('/nowhere/ca.pem')).toThrow('platform.ca: /nowhere/ca.pem cannot be read');
  put('pem', '\n');
  expect(starting(ours.path('used.pem'))).toThrow(/^platform.ca: .*used.pem cannot be read: it is empty$/);
});
