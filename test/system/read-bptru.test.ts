/** `yike read` in one process, a HID monitor in another: its reports come over TCP, each behind its length. */
import { afterAll, expect, test } from 'vitest';
import { fromHex } from '../../edge-agent/protocols/bytes.ts';
import { tcpCable } from '../../edge-agent/transports/tcp.ts';
import { hexOf } from '../a-talk.ts';
import { aYike, type Process } from '../process.ts';

const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

const isIdle = (line: string): boolean => line === '{"event":"state","state":"idle"}';
const mmHg = (line: string): number => Number(/"mmHg":(\d+)/.exec(line)?.[1]);
const pressures = ({ out }: Process): number[] => out.filter((line) => line.includes('"pressure"')).map(mmHg);
const results = ({ out }: Process): string[] => out.filter((line) => /"(reading|failure|rejected)"/.test(line));

async function aMonitor(): Promise<{ readonly monitor: Process; readonly where: string }> {
  const monitor = yike('simulate', 'bptru-bpm200', '--tcp', '0');
  return { monitor, where: await monitor.says((line) => line.startsWith('127.0.0.1:')) };
}

test.concurrent('a measurement is begun, and its pressures, states and reading come', async () => {
  const { monitor, where } = await aMonitor();
  monitor.type('take 136/84/72');
  await monitor.says((line) => line === 'done');
  const reader = yike('read', 'bptru-bpm200', '--tcp', where, '--start');
  await reader.says(isIdle);
  expect(results(reader)).toEqual([
    '{"event":"reading","kind":"blood-pressure","systolicMmHg":136,"diastolicMmHg":84,"pulsePerMin":72}',
  ]);
  expect(Math.max(...pressures(reader))).toBeGreaterThan(136);
  expect(pressures(reader).at(-1)).toBeLessThan(10);
  expect(reader.out.filter((line) => line.includes('"state"'))).toEqual(
    ['inflating', 'deflating', 'idle'].map((state) => `{"event":"state","state":"${state}"}`),
  );
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
});

test.concurrent('a line abort on stdin lets its cuff go, and no reading comes', async () => {
  const { where } = await aMonitor();
  const reader = yike('read', 'bptru-bpm200', '--tcp', where, '--start');
  await reader.says((line) => mmHg(line) >= 40);
  reader.type('abort');
  await reader.says(isIdle);
  expect(pressures(reader).at(-1)).toBeLessThan(10);
  expect(Math.max(...pressures(reader))).toBeLessThan(140);
  expect(results(reader)).toEqual([]);
});

/** What it is asked and told on a new connection, and its answers. */
const ANSWERS = new Map(
  [
    ['02 11 01 00 00 00 46 03', '02 06 01 00 00 00 5D 03'],
    ['02 11 00 00 00 00 50 03', '02 06 00 01 02 03 03 03'],
    ['02 11 05 00 00 00 1E 03', '02 06 05 00 00 00 05 03'],
    ['02 11 03 00 00 00 6A 03', '02 06 03 00 00 00 71 03'],
  ].map(([question = '', answer = '']) => [hexOf(fromHex(question)), fromHex(answer)]),
);

test.concurrent('the worked messages, a garbled one too, become the documented lines', async () => {
  const asked: string[] = [];
  const cable = await tcpCable(0, 'reports', (report) => {
    asked.push(hexOf(report));
    const answer = ANSWERS.get(hexOf(report));
    if (answer) cable.say(answer);
  });
  const reader = yike('read', 'bptru-bpm200', '--tcp', `127.0.0.1:${cable.port}`);
  await expect.poll(() => reader.lines.join('\n'), { timeout: 20_000 }).toContain('device connected');
  const worked: readonly (readonly [hex: string, line: string | undefined])[] = [
    ['02 44 2C 01 00 00 0A 03', '{"event":"pressure","mmHg":300}'],
    [
      '02 42 00 8A 54 48 27 03',
      '{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"pulsePerMin":72}',
    ],
    ['02 42 81 00 00 00 2B 03', '{"event":"failure","kind":"movement","code":"81"}'],
    ['02 42 82 00 00 00 11 03', '{"event":"failure","kind":"over-pressure","code":"82"}'],
    ['02 42 40 14 54 48 39 03', '{"event":"failure","kind":"unknown","code":"4014"}'],
    ['02 41 05 86 52 46 61 03', undefined], // an average of its own series
    ['02 06 00 01 02 03 03 03', undefined], // a check value like an end
    ['02 42 00 8A 54 48 26 03', '{"event":"rejected","reason":"checksum"}'],
    ['02 49 96 00 00 00 91 03', '{"event":"pressure","mmHg":150}'],
  ];
  for (const [hex] of worked) cable.say(fromHex(hex));
  await reader.says((line) => mmHg(line) === 150);
  const said = reader.out.filter((line) => !line.includes('"state"'));
  expect(said).toEqual(worked.flatMap(([, line]) => line ?? []));
  // Nobody here began that inflation: it is stopped. Nothing is said to it but what stands above.
  await expect.poll(() => asked.at(-1), { timeout: 10_000 }).toBe(hexOf(fromHex('02 11 01 00 00 00 46 03')));
  expect(asked.filter((question) => !ANSWERS.has(question))).toEqual([]);
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
  await cable.close();
});
