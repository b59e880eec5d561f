import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { aFreePort } from '../free-port.ts';
import { aProcess, type Process } from '../process.ts';
import type { Skipper } from '../skip.ts';

/** Ends with its scope. */
export interface StationProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: Process;
  /** From the spawn to the first 200 of /healthz. */
  readonly readyAfterMs: number;
}

const ASK_EVERY_MS = 5;

/** A station in earnest: one all-in-one terminal on a real tty, no simulated device. JSON is YAML. */
export function writeStation(
  folder: string,
  port: number,
  ttyPath: string,
  brokerUrl: string,
  records = join(folder, 'records'),
): string {
  const file = join(folder, 'station.yaml');
  const station = {
    version: 1,
    station: {
      id: 'bench-hut',
      circle: 'bench-01',
      community: 'bench',
      name: { 'zh-CN': '测试小屋', en: 'Bench Hut' },
      location: { latitude: 39.7, longitude: 106.81 },
      phone: '0473-1234567',
      timeZone: 'Asia/Shanghai',
      services: ['self-test'],
    },
    panels: [{ id: 'main', diagonalInch: 21.5, widthPx: 1080, heightPx: 1920, languages: ['zh-CN', 'en'] }],
    rules: { bloodPressure: 'cn-2024', glucose: 'cds-2024' },
    platform: { url: brokerUrl },
    data: { folder: records },
    http: { port },
    devices: [{ id: 'terminal-1', driver: 'creative-pc', transport: { kind: 'serial', path: ttyPath } }],
  };
  writeFileSync(file, JSON.stringify(station));
  return file;
}

/** `args` must make a process that answers `/healthz` on that port. */
async function startedOn(
  port: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<StationProcess> {
  const url = `http://127.0.0.1:${port}/`;
  const started = performance.now();
  const process = aProcess(args, env);
  let ended = false;
  void process.exited.then(() => {
    ended = true;
  });
  while ((await statusOf(`${url}healthz`)) !== 200) {
    if (ended) throw new Error(`it ended:\n${process.lines.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  const readyAfterMs = performance.now() - started;
  return { url, process, readyAfterMs, [Symbol.asyncDispose]: () => process.kill() };
}

/** Undefined while nobody listens. */
const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', () => resolve(undefined));
  });

/** With a skipper, its clocks can be made to leap. */
export const startStation = (file: string, port: number, skipper?: Skipper): Promise<StationProcess> =>
  startedOn(port, [...(skipper?.args ?? []), 'kiosk/yike.mjs', 'start', '--station', file], skipper?.env);

/** `npm start` in a folder of its own, with its simulated devices and its broker. */
export const startDemo = (folder: string, port: number, skipper?: Skipper): Promise<StationProcess> =>
  startedOn(
    port,
    [...(skipper?.args ?? []), 'kiosk/yike.mjs', 'demo', '--port', String(port), '--data', folder],
    skipper?.env,
  );

export async function startBare(): Promise<StationProcess> {
  const port = await aFreePort();
  return startedOn(port, ['test/bench/bare.mjs', String(port)]);
}
