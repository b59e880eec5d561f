/**
 * What is wrong between station and broker is told by its class and costs no event: within a minute of the uplink's clock
 * after the cause has ended, everything is where it belongs. Real mosquitto, real certificates.
 */
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { anUplink, eventually, type TestUplink } from '../an-uplink.ts';
import { type Certificates, someCertificates } from '../certificates.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto, aSubscriber, fold } from '../platform.ts';
import { aProcess } from '../process.ts';

const BACKLOG = 30;
const WITHIN_MS = 60_000;

let ours: Certificates;
let foreign: Certificates;
beforeAll(() => {
  ours = someCertificates();
  foreign = someCertificates();
  ours.issue('broker', 'DNS:localhost');
  ours.issue('elsewhere', 'DNS:elsewhere.example');
  ours.issue('expired', 'DNS:localhost', -1);
  ours.issue('not-yet', 'DNS:localhost', 30, 40);
  foreign.issue('broker', 'DNS:localhost');
  for (const name of ['park-hut-01', 'platform', 'expired-hut']) {
    ours.issue(name, `DNS:${name}`, name === 'expired-hut' ? -1 : 30);
  }
});
afterAll(() => {
  ours[Symbol.dispose]();
  foreign[Symbol.dispose]();
});

const presenting = (name: string, of = ours): string[] => [
  `cafile ${ours.path('ca.pem')}`,
  `certfile ${of.path(`${name}.pem`)}`,
  `keyfile ${of.path(`${name}.key`)}`,
  'require_certificate true',
  'use_identity_as_username true',
];
const ofStation = (name = 'park-hut-01') => ({
  ca: ours.read('ca.pem'),
  certificate: ours.read(`${name}.pem`),
  key: ours.read(`${name}.key`),
});
/** The platform's side of the same broker. */
const platform = (port: number) => {
  const files = ['--cafile', 'ca.pem', '--cert', 'platform.pem', '--key', 'platform.key'];
  const words = files.map((word) => (word.startsWith('--') ? word : ours.path(word)));
  return aSubscriber(`mqtts://localhost:${port}`, 'yike/#', { words });
};

/** Lets the uplink's clock pass until it is online, a second at a time with real time for sockets; how long that was, ms. */
async function timeToReturn({ clock, uplink }: TestUplink): Promise<number> {
  const start = clock.now();
  while (uplink.status() === 'offline' && clock.now() - start <= 2 * WITHIN_MS) {
    await clock.pass(1000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return clock.now() - start;
}

/** Everything filed has come to the platform, each once and in its sequence, after the cause has ended. */
async function recovers(station: TestUplink, port: number): Promise<void> {
  await using subscriber = await platform(port);
  expect(await timeToReturn(station)).toBeLessThanOrEqual(WITHIN_MS);
  await station.drained();
  await eventually(() => expect(fold(subscriber.log)).toHaveLength(BACKLOG));
  expect(fold(subscriber.log).map(({ sequence }) => Number(sequence))).toEqual(
    Array.from({ length: BACKLOG }, (_, i) => i + 1),
  );
}

/** The longest back-off that chance may choose. */
const unlucky = { fraction: () => 0.999, backlog: BACKLOG } as const;

/** Refused so often, for four and a half minutes, that the back-off has grown to its most: an attempt each time round. */
async function refused({ logged, clock, outbox, uplink }: TestUplink, why: RegExp): Promise<void> {
  await eventually(() => expect(logged[0]).toMatch(why));
  for (let i = 0; i < 9; i++) {
    await clock.pass(30_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect([uplink.status(), outbox.depth()]).toEqual(['offline', BACKLOG]);
  expect(logged.filter((line) => line.includes('connected'))).toEqual([]);
}

describe('a broker of real make that presents the wrong certificate is told, and forgiven', () => {
  test.each([
    ['of another authority', () => presenting('broker', foreign), /tls: (UNABLE|SELF_SIGNED)/],
    ['of another name', () => presenting('elsewhere'), /tls: ERR_TLS_CERT_ALTNAME_INVALID/],
    ['expired', () => presenting('expired'), /tls: CERT_HAS_EXPIRED/],
    ['not yet valid', () => presenting('not-yet'), /tls: CERT_NOT_YET_VALID/],
    ['none: it is plain TCP', () => [], /tls: no handshake/],
  ] as const)('%s', async (_, wrong, why) => {
    const port = await aFreePort();
    await using broken = await aMosquitto(wrong(), port);
    await using station = anUplink(`mqtts://localhost:${port}`, { secrets: ofStation(), ...unlucky });
    await refused(station, why);
    await broken.stop();
    await using _right = await aMosquitto(presenting('broker'), port);
    await recovers(station, port);
  });
});

// In TLS 1.3 (RFC 8446, section 4.4) the client is done before the server has looked at its certificate: what it then sends
// to the broker, whose name is proved, may cross with the refusal, and the reset that follows may swallow that.
describe('a station whose own certificate is none or does not hold is told, and gets in once it is renewed', () => {
  test.each([
    ['none', () => ({ ca: ours.read('ca.pem') }), /tls: alert certificate required|lost: (ECONNRESET|EPIPE)/],
    ['expired', () => ofStation('expired-hut'), /tls: alert certificate expired|lost: (ECONNRESET|EPIPE)/],
  ] as const)('%s', async (_, at, why) => {
    await using broker = await aMosquitto(presenting('broker'));
    let present = at();
    await using station = anUplink(`mqtts://localhost:${broker.port}`, { secrets: () => present, ...unlucky });
    await refused(station, why);
    present = ofStation();
    await recovers(station, broker.port);
  });
});

// In TLS 1.2 (RFC 5246, section 7.3) the server looks first, and nothing crosses. A mosquitto can be told the least version alone.
describe('a server of TLS 1.2 that does not take the certificate of the station is quoted', () => {
  test.each([
    ['none', () => ({ ca: ours.read('ca.pem') }), 'handshake failure'],
    ['expired', () => ofStation('expired-hut'), 'certificate expired'],
    [
      'of another authority',
      () => ({ ...ofStation(), certificate: foreign.read('broker.pem'), key: foreign.read('broker.key') }),
      'unknown ca',
    ],
  ] as const)('%s', async (_, secrets, alert) => {
    const port = await aFreePort();
    const files = ['-cert', ours.path('broker.pem'), '-key', ours.path('broker.key'), '-CAfile', ours.path('ca.pem')];
    const asking = ['-Verify', '1', '-verify_return_error'];
    const words = ['s_server', '-accept', `127.0.0.1:${port}`, '-tls1_2', ...files, ...asking];
    const server = aProcess(words, {}, 'openssl');
    onTestFinished(() => server.kill());
    await server.says((line) => line === 'ACCEPT');
    await using station = anUplink(`mqtts://localhost:${port}`, { secrets: secrets() });
    await eventually(() => expect(station.logged).toEqual([`uplink lost {"why":"tls: alert ${alert}"}`]));
  });
});

test('to a plain listener under an mqtts url goes a greeting of TLS and not a byte of MQTT', async () => {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard.push(chunk);
      socket.end(Buffer.from([0x20, 0x02, 0x00, 0x00])); // CONNACK, all is well
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  await using station = anUplink(`mqtts://localhost:${port}`, { secrets: ofStation(), backlog: 1 });
  await eventually(() => expect(station.logged[0]).toMatch(/^uplink lost .*tls: (no handshake|ERR_SSL|EPROTO)/));
  server.close();
  const bytes = Buffer.concat(heard);
  expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x16, 0x03])); // a handshake record (RFC 8446, section 5.1)
  expect(bytes.subarray(5 + bytes.readUInt16BE(3))).toHaveLength(0); // and nothing behind it
  for (const word of ['MQTT', 'park-hut-01', 'yike/']) expect(bytes.includes(word)).toBe(false);
});
