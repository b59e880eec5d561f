/** Node-RED with a flow of its own nodes: http in → function → mqtt out. Installed on demand, and kept for the next time. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFreePort } from '../free-port.ts';
import { TOPIC } from './event.ts';

const VERSION = '4.1.15';
const folder = join(import.meta.dirname, '..', '..', '.yike', 'bench', `node-red-${VERSION}`);
const program = join(folder, 'node_modules', 'node-red', 'red.js');
const INSTALLS_WITHIN_MS = 180_000;
const STARTS_WITHIN_MS = 30_000;

/** Is it there, or could it be installed now? */
export function haveNodeRed(): boolean {
  if (existsSync(program)) return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', `node-red@${VERSION}`];
  spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 2], timeout: INSTALLS_WITHIN_MS });
  return existsSync(program);
}

/** The one way in: `{ count, bytes }` in the body of a POST, answered once the function has handed all on. */
const FUNCTION = `
const { count, bytes } = msg.payload;
node.send([Array.from({ length: count }, () => ({ payload: bytes })), null]);
return [null, { ...msg, payload: 'done' }];`;

const flow = (brokerPort: number): string =>
  JSON.stringify([
    { id: 'tab', type: 'tab', label: 'bench' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      clientid: 'bench-node-red',
      autoConnect: true,
      protocolVersion: '5',
      keepalive: '60',
      cleansession: true,
    },
    { id: 'in', type: 'http in', z: 'tab', url: '/fill', method: 'post', wires: [['make']] },
    { id: 'make', type: 'function', z: 'tab', func: FUNCTION, outputs: 2, wires: [['out'], ['answer']] },
    { id: 'answer', type: 'http response', z: 'tab', wires: [] },
    { id: 'out', type: 'mqtt out', z: 'tab', topic: TOPIC, qos: '1', retain: 'false', broker: 'broker', wires: [] },
    { id: 'told', type: 'status', z: 'tab', scope: ['out'], wires: [['keep']] },
    { id: 'keep', type: 'function', z: 'tab', func: "flow.set('is', msg.status.fill);", outputs: 0, wires: [] },
    { id: 'ask', type: 'http in', z: 'tab', url: '/is', method: 'get', wires: [['say']] },
    {
      id: 'say',
      type: 'function',
      z: 'tab',
      func: "msg.payload = flow.get('is') === 'green' ? 'online' : 'offline'; return msg;",
      outputs: 1,
      wires: [['answer']],
    },
  ]);

export type NodeRed = Awaited<ReturnType<typeof aNodeRed>>;

/** Running, on its way to that broker; tries anew each second. `at`: a folder that it may fill. */
export async function aNodeRed(at: string, brokerPort: number) {
  const port = await aFreePort();
  const settings = {
    uiPort: port,
    uiHost: '127.0.0.1',
    httpAdminRoot: false,
    flowFile: 'flows.json',
    mqttReconnectTime: 1000,
    logging: { console: { level: 'warn' } },
  };
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  writeFileSync(join(at, 'flows.json'), flow(brokerPort));
  const child = spawn(process.execPath, [program, '--settings', join(at, 'settings.js'), '--userDir', at], {
    stdio: ['ignore', 'ignore', 2],
  });
  const url = `http://127.0.0.1:${port}`;
  const is = async (wanted: 'online' | 'offline'): Promise<void> => {
    for (const end = performance.now() + STARTS_WITHIN_MS; performance.now() < end; ) {
      const told = await fetch(`${url}/is`).then(
        (answer) => answer.text(),
        () => 'away',
      );
      if (told === wanted) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`Node-RED is not ${wanted}`);
  };
  return {
    /** Resolves once its mqtt out node says so. */
    is,
    /** Sends so many through the flow. */
    async fill(count: number, bytes: string): Promise<void> {
      const answer = await fetch(`${url}/fill`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ count, bytes }),
      });
      if ((await answer.text()) !== 'done') throw new Error(`Node-RED answered ${answer.status}`);
    },
    standStill: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    },
  };
}
