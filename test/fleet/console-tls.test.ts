/** The console by TLS, on a real port: what its answers say of it, who gets none, and a certificate that is renewed. */
import { once } from 'node:events';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../fleet/app.ts';
import { type Certificates, someCertificates } from '../certificates.ts';
import { aFreePort } from '../free-port.ts';
import { aFleet, anAdmin, codeOf } from './a-fleet.ts';

const NAME = 'console.example';
let ours: Certificates;
beforeAll(() => {
  ours = someCertificates();
  for (const name of ['old', 'new']) ours.issue(name, `DNS:${NAME}`);
});
afterAll(() => ours[Symbol.dispose]());

async function aConsole() {
  const fleet = await aFleet();
  const port = await aFreePort();
  const serves = { cert: 'old', key: 'old', asked: 0 };
  const { app } = await buildApp({
    ...fleet.parts,
    clock: fleet.clock,
    brokerOnline: () => true,
    figures: () => [],
    address: { port, names: [NAME] },
    console: join(import.meta.dirname),
    certificate() {
      serves.asked++;
      return { cert: ours.read(`${serves.cert}.pem`), key: ours.read(`${serves.key}.key`) };
    },
  });
  await app.listen({ host: '127.0.0.1', port });
  const wire = { host: '127.0.0.1', port, ca: ours.read('ca.pem'), servername: NAME };
  return {
    fleet,
    port,
    serves,
    wire,
    ask: (method: string, path: string, body?: object, cookie = '') =>
      new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
        (resolve, reject) => {
          const origin = `https://${NAME}:${port}`;
          const headers = { host: `${NAME}:${port}`, origin, cookie, 'content-type': 'application/json' };
          const asked = request({ ...wire, agent: false, method, path, headers }, async (answer) => {
            let said = '';
            for await (const part of answer) said += String(part);
            resolve({ status: answer.statusCode, headers: answer.headers, body: said });
          });
          asked.on('error', reject);
          asked.end(body && JSON.stringify(body));
        },
      ),
    /** A connection that stands, and whose certificate it was shown. */
    async line(more: object = {}): Promise<TLSSocket> {
      const socket = connectTls({ ...wire, ...more });
      await once(socket, 'secureConnect');
      return socket;
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await fleet[Symbol.asyncDispose]();
    },
  };
}

test('its cookie goes over TLS alone, and a browser is told to come no other way', async () => {
  await using city = await aConsole();
  const root = await anAdmin(city.fleet);
  const code = await codeOf(root, city.fleet.clock.wall());
  const signedIn = await city.ask('POST', '/api/session', { name: 'root', password: root.password, code });
  expect(signedIn.status).toBe(200);
  const [cookie = ''] = [signedIn.headers['set-cookie']].flat();
  expect(cookie).toMatch(/^yike-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  expect(signedIn.headers['strict-transport-security']).toBe('max-age=31536000');
  expect((await city.ask('GET', '/api/me', undefined, cookie.split(';')[0])).status).toBe(200);
});

test('who comes without TLS, or with one of 2006, is not answered', async () => {
  await using city = await aConsole();
  const plain = connect(city.port, '127.0.0.1');
  let heard = '';
  plain.on('data', (part: Buffer) => {
    heard += part.toString('latin1');
  });
  plain.on('error', () => {});
  plain.write(`GET /healthz HTTP/1.1\r\nHost: ${NAME}:${city.port}\r\n\r\n`);
  await once(plain, 'close');
  expect(heard).not.toMatch(/HTTP|status/);
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  await expect(city.line(old)).rejects.toThrow(/version/);
});

test('a renewed certificate serves from the next minute on; half of one does not, and the former stays', async () => {
  await using city = await aConsole();
  const { fleet, serves } = city;
  const shown = async (): Promise<string | undefined> => {
    const socket = await city.line();
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };
  const old = await shown();
  const standing = await city.line();
  serves.cert = 'new'; // its key is not there yet
  await fleet.clock.pass(60_000);
  expect([await shown(), serves.asked]).toEqual([old, 2]);
  serves.key = 'new';
  await fleet.clock.pass(59_999);
  expect([await shown(), serves.asked]).toEqual([old, 2]);
  await fleet.clock.pass(1);
  expect(await shown()).not.toBe(old);
  expect(fleet.logged.filter((line) => /certificate/.test(line)).map((line) => JSON.parse(line).what)).toEqual([
    'the renewed certificate does not serve, the former is kept',
    'the console serves with a renewed certificate',
  ]);
  standing.write(`GET /healthz HTTP/1.1\r\nHost: ${NAME}:${city.port}\r\n\r\n`);
  const [answer] = await once(standing, 'data');
  expect(String(answer)).toContain('200 OK');
  standing.destroy();
  await expect(
    city.line({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  ).rejects.toThrow();
});
