/** The way to the broker by TLS: both sides prove who they are before a byte of MQTT is sent. */
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anUplink, eventually } from '../an-uplink.ts';
import { type Certificates, someCertificates } from '../certificates.ts';
import { aMosquitto } from '../platform.ts';

let ours: Certificates;
let foreign: Certificates;
beforeAll(() => {
  ours = someCertificates();
  foreign = someCertificates();
  ours.issue('broker', 'DNS:localhost');
  ours.issue('elsewhere', 'DNS:elsewhere.example');
  ours.issue('expired', 'DNS:localhost', -1);
  ours.issue('not-yet', 'DNS:localhost', 30, 40);
  ours.issue('park-hut-01', 'DNS:park-hut-01');
});
afterAll(() => {
  ours[Symbol.dispose]();
  foreign[Symbol.dispose]();
});
const station = () => ({ certificate: ours.read('park-hut-01.pem'), key: ours.read('park-hut-01.key') });

test('a real broker that asks for certificates lets the station in by its own', async () => {
  await using broker = await aMosquitto([
    `cafile ${ours.path('ca.pem')}`,
    `certfile ${ours.path('broker.pem')}`,
    `keyfile ${ours.path('broker.key')}`,
    'require_certificate true',
    'use_identity_as_username true',
  ]);
  const url = `mqtts://localhost:${broker.port}`;
  await using uplink = anUplink(url, { secrets: { ca: ours.read('ca.pem'), ...station() }, backlog: 3 });
  await uplink.drained();
  await using stranger = anUplink(url, { secrets: { ca: ours.read('ca.pem') } });
  await eventually(() => expect(stranger.logged[0]).toMatch(/^uplink lost/));
  expect(stranger.uplink.status()).toBe('offline');
});

/** A server that takes whatever comes, and counts what was sent to it inside TLS. */
async function aGreedyServer(name: string, maxVersion?: 'TLSv1.1') {
  let bytes = 0;
  const options = { cert: ours.read(`${name}.pem`), key: ours.read(`${name}.key`) };
  const old = maxVersion && ({ minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' } as const);
  const server = createServer({ ...options, ...old }, (socket) => {
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    bytes: () => bytes,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describe('not a byte is sent to a broker', () => {
  test.each([
    ['of another authority', 'broker', () => foreign, undefined, /^uplink lost .*tls: (UNABLE|SELF_SIGNED)/],
    ['of another name', 'elsewhere', () => ours, undefined, /^uplink lost .*tls: ERR_TLS_CERT_ALTNAME_INVALID/],
    ['whose certificate has expired', 'expired', () => ours, undefined, /^uplink lost .*tls: CERT_HAS_EXPIRED/],
    ['whose certificate is not valid yet', 'not-yet', () => ours, undefined, /^uplink lost .*tls: CERT_NOT_YET_VALID/],
    ['that speaks TLS 1.1 at most', 'broker', () => ours, 'TLSv1.1', /^uplink lost .*tls: alert protocol version/],
  ] as const)('%s', async (_, name, trusted, maxVersion, why) => {
    await using server = await aGreedyServer(name, maxVersion);
    const secrets = { ca: trusted().read('ca.pem'), ...station() };
    await using uplink = anUplink(`mqtts://localhost:${server.port}`, { secrets, backlog: 1 });
    await eventually(() => expect(uplink.logged[0]).toMatch(why));
    expect(server.bytes()).toBe(0);
  });

  test('and the counting server does count: with everything right it gets the CONNECT', async () => {
    await using server = await aGreedyServer('broker');
    const secrets = { ca: ours.read('ca.pem'), ...station() };
    await using _ = anUplink(`mqtts://localhost:${server.port}`, { secrets });
    await eventually(() => expect(server.bytes()).toBeGreaterThan(20));
  });
});

test('a key that is no key costs nothing but time', async () => {
  await using uplink = anUplink('mqtts://localhost:1', { secrets: { certificate: 'no certificate', key: 'no key' } });
  await eventually(() => expect(uplink.logged).toEqual([expect.stringMatching(/^uplink lost .*tls: ERR_OSSL/)]));
  expect(uplink.uplink.status()).toBe('offline');
});
