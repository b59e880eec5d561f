/** The service's way to the broker by TLS: both sides prove who they are before a byte of MQTT is sent; and the shipped broker lets its members do their work. */
import { createServer as createPlain } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../edge-agent/clock.ts';
import { type Connection, openConnection } from '../../fleet/broker/connection.ts';
import type { BrokerSecrets } from '../../fleet/broker/socket.ts';
import { type Certificates, someCertificates } from '../certificates.ts';
import { aMosquittoOf } from '../platform.ts';
import { aShippedBroker } from '../shipped-broker.ts';

const HUT = 'park-hut-01';
const SERVICE = 'fleet.service';
let ours: Certificates;
let foreign: Certificates;
beforeAll(() => {
  ours = someCertificates();
  foreign = someCertificates();
  ours.issue('broker', 'DNS:localhost');
  ours.issue('elsewhere', 'DNS:elsewhere.example');
  ours.issue('expired', 'DNS:localhost', -1);
  ours.issue('not-yet', 'DNS:localhost', 30, 40);
  for (const name of [HUT, SERVICE, `${SERVICE}-2`]) ours.issue(name, `DNS:${name}`);
  foreign.issue(SERVICE, `DNS:${SERVICE}`);
});
afterAll(() => {
  ours[Symbol.dispose]();
  foreign[Symbol.dispose]();
});

const by = (name: string, of = ours): BrokerSecrets => ({
  ca: ours.read('ca.pem'),
  certificate: of.read(`${name}.pem`),
  key: of.read(`${name}.key`),
});

async function aClient(url: string, secrets: BrokerSecrets, name = SERVICE) {
  const heard: string[] = [];
  const connection: Connection = await openConnection(
    {
      url,
      secrets,
      protocol: '5',
      name,
      hear({ topic }) {
        heard.push(topic);
        return undefined;
      },
      clock: systemClock,
    },
    new AbortController().signal,
  );
  return { ...connection, heard, [Symbol.asyncDispose]: () => connection.end() };
}

/** A server that takes whatever comes, and counts what was sent to it inside TLS. */
async function aGreedyServer(name: string, more: object = {}) {
  let bytes = 0;
  const server = createServer({ cert: ours.read(`${name}.pem`), key: ours.read(`${name}.key`), ...more }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `mqtts://localhost:${address && typeof address === 'object' ? address.port : 0}`,
    bytes: () => bytes,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };

describe('not a byte is sent to a broker', () => {
  test.each<[string, string, object, () => Certificates, RegExp]>([
    ['of another authority', 'broker', {}, () => foreign, /^(UNABLE|SELF_SIGNED)/],
    ['of another name', 'elsewhere', {}, () => ours, /^ERR_TLS_CERT_ALTNAME_INVALID/],
    ['whose certificate has expired', 'expired', {}, () => ours, /^CERT_HAS_EXPIRED/],
    ['whose certificate is not valid yet', 'not-yet', {}, () => ours, /^CERT_NOT_YET_VALID/],
    ['that speaks TLS 1.1 at most', 'broker', OLD, () => ours, /^(EPROTO|ERR_SSL_)/],
  ])('%s', async (_, name, more, trusted, why) => {
    await using server = await aGreedyServer(name, more);
    await expect(aClient(server.url, { ...by(SERVICE), ca: trusted().read('ca.pem') })).rejects.toThrow(why);
    expect(server.bytes()).toBe(0);
  });

  test('and the counting server does count: with everything right it gets the CONNECT', async () => {
    await using server = await aGreedyServer('broker');
    await expect(aClient(server.url, by(SERVICE))).rejects.toThrow();
    expect(server.bytes()).toBeGreaterThan(20);
  });

  test('that speaks no TLS at all: it gets a ClientHello, which names nobody', async () => {
    const got: Buffer[] = [];
    const server = createPlain((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        got.push(chunk);
        socket.end(Buffer.from([0x20, 3, 0, 0, 0])); // CONNACK
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    await expect(aClient(`mqtts://localhost:${port}`, by(SERVICE))).rejects.toThrow();
    await new Promise((resolve) => server.close(resolve));
    expect(got[0]?.[0]).toBe(22); // a handshake's record
    expect(Buffer.concat(got).includes(SERVICE)).toBe(false);
  });
});

describe('the shipped broker', () => {
  test('refuses a service without a certificate, with one of another authority, and in the clear', async () => {
    await using broker = await aMosquittoOf(aShippedBroker(ours));
    const url = `mqtts://localhost:${broker.port}`;
    await expect(aClient(url, { ca: ours.read('ca.pem') })).rejects.toThrow();
    await expect(aClient(url, by(SERVICE, foreign))).rejects.toThrow();
    await expect(aClient(`mqtt://127.0.0.1:${broker.port}`, {})).rejects.toThrow();
    await using right = await aClient(url, by(SERVICE));
    await right.subscribe(['yike/v1/+/up/state']);
  });

  test.each([SERVICE, `${SERVICE}-2`])('lets %s hear all, tell all, and mark where it is', async (name) => {
    await using broker = await aMosquittoOf(aShippedBroker(ours));
    const url = `mqtts://localhost:${broker.port}`;
    await using service = await aClient(url, by(name), name);
    await using hut = await aClient(url, by(HUT), HUT);
    const marker = 'yike/v1/fleet.service/marker/2';
    await service.subscribe([
      marker,
      '$share/ingest/yike/v1/+/up/event/#',
      'yike/v1/+/up/state',
      'yike/v1/+/up/alarm/+',
    ]);
    await hut.subscribe([`yike/v1/${HUT}/down/#`, marker, 'yike/v1/+/up/#']); // granted, and nothing of the last two comes
    for (const rest of ['event/audit', 'state', 'alarm/bp-1.call'])
      await hut.publish(`yike/v1/${HUT}/up/${rest}`, '{}', { retain: false });
    await service.publish(marker, '1', { retain: false });
    await service.publish(`yike/v1/${HUT}/down/receipt`, '{}', { retain: false });
    const up = `yike/v1/${HUT}/up`;
    await expect
      .poll(() => service.heard.toSorted())
      .toEqual([`${up}/alarm/bp-1.call`, `${up}/event/audit`, `${up}/state`, marker].toSorted());
    await expect.poll(() => hut.heard).toEqual([`yike/v1/${HUT}/down/receipt`]);
    await expect(hut.publish(marker, 'forged', { retain: false })).rejects.toThrow('135');
    await expect(hut.publish(`yike/v1/${HUT}/down/receipt`, 'forged', { retain: false })).rejects.toThrow('135');
    await expect(service.publish(`yike/v1/${HUT}/up/state`, 'forged', { retain: false })).rejects.toThrow('135');
  });
});
