/** Raw frames: recorded by `yike read`, or taken out of a running station, and played back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aProcess, aYike, type Process } from '../process.ts';
import { aScriptedMeter } from '../scripted-meter.ts';
import { aStationFile } from '../station-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-frames-'));
const started: Process[] = [];
const aRun = (process: Process): Process => {
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
  rmSync(folder, { recursive: true });
});
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

test.concurrent('what read --record wrote, replay prints again', { timeout: 90_000 }, async () => {
  const meter = aRun(aYike('simulate', 'maibobo-rbp', '--pty'));
  const path = await meter.says((line) => line.startsWith('/dev/'));
  const file = join(folder, 'bp.jsonl');
  const reader = aRun(aYike('read', 'maibobo-rbp', '--serial', path, '--start', '--record', file));
  await reader.says((line) => line === '{"event":"state","state":"idle"}');
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
  expect(reader.out.filter((line) => line.includes('"reading"'))).toHaveLength(1);
  expect(modeOf(file)).toBe('600');
  const replay = aRun(aYike('replay', file));
  expect(await replay.exited).toBe(0);
  expect(replay.out).toEqual(reader.out);
  expect(replay.lines, 'nothing differed').toEqual(replay.out);
});

test.concurrent('a running station writes the frames of its devices at a SIGQUIT, for its own user alone', async () => {
  const port = await aFreePort();
  const devices = ['{ id: bp-1, driver: maibobo-rbp, transport: { kind: simulated } }'];
  const file = aStationFile(folder, { port, brokerUrl: 'mqtt://127.0.0.1:1', devices });
  const station = aRun(aProcess(['kiosk/bootstrap.mjs', 'start', '--station', file, '--demo']));
  await station.says((line) => line.includes('device connected'));
  const frames = join(folder, 'data', 'frames');
  for (let time = 1; time <= 2; time++) {
    station.child.kill('SIGQUIT');
    const saved = () => expect(station.out.filter((line) => line.includes('frames saved'))).toHaveLength(time);
    await vi.waitFor(saved, { timeout: 10_000 });
  }
  expect(readdirSync(frames)).toEqual(['bp-1.jsonl']);
  expect([modeOf(frames), modeOf(join(frames, 'bp-1.jsonl'))]).toEqual(['700', '600']);
  const text = readFileSync(join(frames, 'bp-1.jsonl'), 'utf8');
  expect(text).toMatch(/^\{"recording":1,"driver":"maibobo-rbp"\}\n\{"ms":\d+,"did":"open"\}\n/);
  expect(text).toContain('"did":"greeted"');
  expect(station.out.join('\n')).not.toContain(/"sent":"(\w+)"/.exec(text)?.[1] ?? 'no frame at all');
  await station.kill('SIGINT');
  expect(await station.exited).toBe(0);
});

test.concurrent('replay names the line that is none of a recording', async () => {
  const file = join(folder, 'wrong.jsonl');
  writeFileSync(file, '{"recording":1,"driver":"maibobo-rbp"}\n{"ms":1,"did":"open"}\nAA 80 03\n');
  const replay = aRun(aYike('replay', file));
  expect(await replay.exited).toBe(1);
  expect(replay.lines.at(-1)).toMatch(/^yike: .*wrong\.jsonl:3: expected \{"ms":…\}/);
});

test.concurrent('read --once ends, and says why, where the memory cannot be read', async () => {
  const whole = '02 69 53 50 63 13 52 53 4E 42 43 4E 50 30 37 41 31 32 33 34 35 00 C5 8D 03';
  const meter = await aScriptedMeter('caresens-n', { '80': '2E', '02 69 53 50 63 07 52 53 4E 42 B1 4C 03': whole });
  const file = join(folder, 'once.jsonl');
  const reader = aRun(aYike('read', 'caresens-n', '--serial', meter.path, '--once', '--record', file));
  await vi.waitFor(() => expect(meter.heard.at(-1)).toMatch(/^\?/), { timeout: 20_000 }); // it asks for more
  await meter.unplug();
  expect(await reader.exited).toBe(2);
  expect(reader.out).toEqual([]);
  expect(reader.lines.at(-1)).toMatch(/^yike: the memory of the caresens-n could not be read: unplugged/);
  expect(readFileSync(file, 'utf8')).toContain('"did":"read-out"');
});
