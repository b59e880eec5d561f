/** The commands of the city's side: what they refuse and with which exit code, the first account, and a service that it signs in to. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { codeAt } from '../../fleet/index.ts';
import { aFreePort } from '../free-port.ts';
import { aYike } from '../process.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-fleet-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function yike(...args: readonly string[]) {
  const process = aYike(...args);
  const code = await process.exited;
  return { code, out: process.out.join('\n'), all: process.lines.join('\n') };
}

/** A fleet file; nobody is at the broker's port. */
function aFleetFile(name: string, port: number, more = ''): string {
  const file = join(folder, `${name}.yaml`);
  const data = `data: { folder: ${join(folder, name)} }`;
  writeFileSync(file, `version: 1\nbroker: { url: "mqtt://127.0.0.1:1" }\nhttp: { port: ${port}${more} }\n${data}\n`);
  return file;
}

describe('the input is wrong: exit code 1', () => {
  const file = aFleetFile('wrong', 8081);
  const open = aFleetFile('open', 8081, ', host: 0.0.0.0');
  const secret = aFleetFile('secret', 8081);
  const word = join(folder, 'word');
  writeFileSync(word, 'whsec_sesame');
  appendFileSync(secret, `forward: [{ id: a, kind: webhook, url: "https://a.example", secret: ${word} }]\n`);
  test.each([
    [['fleet'], 'name the fleet file: --config FILE'],
    [['fleet', '--config', open], `${open}:3 http.host: found "0.0.0.0", expected 127.0.0.1`],
    [['check', open], `${open}:3 http.host: found "0.0.0.0", expected 127.0.0.1`],
    [['fleet', '--config', secret], 'forward[0].secret: expected whsec_ and 24 to 64 bytes in base64'],
    [['fleet', '--config', file, '--member', '2'], "--member: found '2', expected a whole number from 1 to 1"],
    [['fleet', 'admin', 'add', '--config', file, '--name', 'Root'], "--name: found 'Root'"],
    [['fleet', 'admin', 'add', '--config', file, '--name', 'root', '--role', 'king'], "--role: found 'king'"],
  ])('yike %j', async (args, words) => {
    const { code, all } = await yike(...args);
    expect(all).toContain(words);
    expect(all).not.toContain('sesame');
    expect(code).toBe(1);
  });
});

test('a port that is taken: exit code 2, and what to do', async () => {
  const port = await aFreePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const { code, all } = await yike('fleet', '--config', aFleetFile('taken', port));
  other.close();
  expect(all).toContain(`port ${port} is in use by another program`);
  expect(code).toBe(2);
});

test('the first account is shown once, and signs in to the service, which ends as it is asked to', async () => {
  const port = await aFreePort();
  const file = aFleetFile('city', port);
  const add = await yike('fleet', 'admin', 'add', '--config', file, '--name', 'root');
  expect(add.code).toBe(0);
  const [, password = '', totpUri = ''] = /password {2}(\S+)\nsecond {4}(otpauth:\S+)/.exec(add.out) ?? [];
  const again = await yike('fleet', 'admin', 'add', '--config', file, '--name', 'root');
  expect([again.code, again.out]).toEqual([1, '']);

  const service = aYike('fleet', '--config', file);
  await expect.poll(() => service.lines.join('\n')).toContain('fleet ready');
  const url = `http://127.0.0.1:${port}`;
  const health = await fetch(`${url}/healthz`);
  expect([health.status, await health.json()]).toEqual([200, { status: 'degraded', database: true, broker: false }]);
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'root', password, code: await codeAt(totpUri, Date.now()) }),
  });
  expect([signedIn.status, await signedIn.json()]).toMatchObject([200, { name: 'root', role: 'admin' }]);
  expect(service.lines.join('\n')).not.toContain(password);
  await service.kill('SIGINT');
  expect(await service.exited).toBe(0);
});
