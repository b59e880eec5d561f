import { once } from 'node:events';
import { createServer, connect as netConnect, type Server } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aFakeClock } from './fake-clock.ts';
import { aFreePort } from './free-port.ts';
import { aSlowLine, type SlowLine } from './slow-line.ts';

/** Says everything back, and its own end after the client's. */
async function anEcho(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => void socket.pipe(socket));
  const port = await aFreePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { server, port };
}

const carries = (line: SlowLine, chunks: number): Promise<void> =>
  vi.waitFor(() => expect(line.underWay()).toBe(chunks), { timeout: 10_000, interval: 2 });

test('a byte is so long under way, there and back, and not less', async () => {
  const { port } = await anEcho();
  const clock = aFakeClock();
  await using line = await aSlowLine({ to: port, delayMs: 20, clock });
  const client = netConnect(line.port, '127.0.0.1');
  let heard = '';
  client.on('data', (chunk) => {
    heard += chunk;
  });
  client.write('a');
  await carries(line, 1);
  await clock.pass(19);
  expect(line.underWay()).toBe(1);
  await clock.pass(1);
  await carries(line, 1); // the echo
  await clock.pass(19);
  expect(heard).toBe('');
  await clock.pass(1);
  await vi.waitFor(() => expect(heard).toBe('a'));
  client.destroy();
});

test('a narrow line takes its time for each byte', async () => {
  const { port } = await anEcho();
  const clock = aFakeClock();
  await using line = await aSlowLine({ to: port, delayMs: 20, bytesPerSecond: 1000, clock });
  const client = netConnect(line.port, '127.0.0.1');
  client.write('x'.repeat(100));
  await carries(line, 1);
  await clock.pass(119);
  expect(line.underWay()).toBe(1);
  await clock.pass(1);
  await carries(line, 1);
  client.destroy();
});

test('megabytes come through whole and in order, and the end behind them', async () => {
  const { port } = await anEcho();
  await using line = await aSlowLine({ to: port, delayMs: 1 });
  const client = netConnect({ port: line.port, host: '127.0.0.1' });
  const sent = Buffer.alloc(4_000_000, 0).map((_, i) => (i * 7919) >> 3);
  const heard: Buffer[] = [];
  client.on('data', (chunk) => heard.push(chunk));
  client.end(sent);
  await once(client, 'end');
  expect(Buffer.concat(heard).equals(sent)).toBe(true);
});

test('a server that is not there ends the connection', async () => {
  await using line = await aSlowLine({ to: await aFreePort(), delayMs: 20 });
  const client = netConnect(line.port, '127.0.0.1');
  client.on('error', () => {});
  await once(client, 'close');
});

test('a server that dies ends it too', async () => {
  const { server, port } = await anEcho();
  await using line = await aSlowLine({ to: port, delayMs: 20 });
  server.once('connection', (socket) => socket.once('data', () => socket.resetAndDestroy()));
  const client = netConnect(line.port, '127.0.0.1');
  client.on('error', () => {});
  client.write('a');
  await once(client, 'close');
});
