import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Certificates, someCertificates } from '../../test/certificates.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { watchOwnCertificate } from './own-certificate.ts';
import type { UplinkSecrets } from './socket.ts';

const DAY_MS = 86_400_000;
let ours: Certificates;
beforeAll(() => {
  ours = someCertificates();
  ours.issue('old', 'DNS:park-hut-01', 3);
  ours.issue('new', 'DNS:park-hut-01', 90);
});
afterAll(() => ours[Symbol.dispose]());

const endOf = (name: string): number => Date.parse(new X509Certificate(ours.read(`${name}.pem`)).validTo);
/** Ten minutes into the first of its last three days. */
const watched = (first: UplinkSecrets, url = 'mqtts://localhost') => {
  const clock = aFakeClock(endOf('old') - 3 * DAY_MS + 600_000);
  const shown = { certificate: first.certificate };
  let reads = 0;
  const own = watchOwnCertificate({
    url,
    clock,
    secrets() {
      reads++;
      return { ...(shown.certificate !== undefined && { certificate: shown.certificate }) };
    },
  });
  return { clock, shown, own, reads: () => reads };
};

test('whole days until it expires, by the wall clock, and how long ago it did', async () => {
  const { clock, own } = watched({ certificate: ours.read('old.pem') });
  const left: (number | undefined)[] = [];
  for (let day = 0; day < 5; day++) {
    left.push(own.daysLeft());
    await clock.pass(DAY_MS);
  }
  expect(left).toEqual([2, 1, 0, -1, -2]);
});

test('a renewed one counts from the next connection, or from the next minute', async () => {
  const { clock, own, shown, reads } = watched({ certificate: ours.read('old.pem') });
  expect([own.daysLeft(), own.daysLeft(), reads()], 'read once for many states').toEqual([2, 2, 1]);
  const renewed = Math.floor((endOf('new') - clock.wall()) / DAY_MS);
  shown.certificate = ours.read('new.pem');
  expect(own.daysLeft()).toBe(2);
  expect(own.secrets()).toEqual(shown);
  expect(own.daysLeft()).toBe(renewed);
  shown.certificate = ours.read('old.pem');
  await clock.pass(59_999);
  expect(own.daysLeft()).toBe(renewed);
  await clock.pass(1);
  expect(own.daysLeft()).toBe(2);
});

test('of a chain the first, which is the station’s own', () => {
  const certificate = ours.read('old.pem') + ours.read('new.pem');
  expect(watched({ certificate }).own.daysLeft()).toBe(2);
});

test.each([
  ['there is none', {}, 'mqtts://localhost'],
  ['it is none', { certificate: 'no certificate' }, 'mqtts://localhost'],
  ['the line is not TLS', () => ({ certificate: ours.read('old.pem') }), 'mqtt://localhost'],
] as const)('nothing is said where %s', (_, secrets, url) => {
  expect(watched(typeof secrets === 'function' ? secrets() : secrets, url).own.daysLeft()).toBeUndefined();
});
