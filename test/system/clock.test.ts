/** `yike start` on a machine whose clock is wrong: in 1970 at the start, and set while it runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GLUCOSE, HANDSHAKE, START, STOP, says } from '../../edge-agent/protocols/creative-frame.ts';
import { hexOf } from '../a-talk.ts';
import { aFalseTime, type FalseTime } from '../false-time.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto, aSubscriber, fold, type Mosquitto, type Subscriber } from '../platform.ts';
import { aProcess, type Process } from '../process.ts';
import { aResident, type Resident } from '../resident.ts';
import { aScriptedMeter, type ScriptedMeter } from '../scripted-meter.ts';
import { aStationFile } from '../station-file.ts';

const DAY = 86_400_000;
const IN_1970 = -Math.floor(Date.now() / DAY) + 1;
const folder = mkdtempSync(join(tmpdir(), 'yike-clock-'));
let time: FalseTime;
let broker: Mosquitto & AsyncDisposable;
let city: Subscriber & AsyncDisposable;
let terminal: ScriptedMeter;
let station: Process;
let resident: Resident;

beforeAll(async () => {
  time = aFalseTime(IN_1970);
  broker = await aMosquitto();
  city = await aSubscriber(broker.url, '#');
  terminal = await aScriptedMeter(
    'creative-pc',
    Object.fromEntries([HANDSHAKE, START, STOP].map((kind) => [hexOf(says(kind)), says(kind)])),
  );
  const port = await aFreePort();
  const devices = [`{ id: glucose-1, driver: creative-pc, transport: { kind: serial, path: ${terminal.path} } }`];
  const file = aStationFile(folder, { port, brokerUrl: broker.url, devices });
  station = aProcess(['kiosk/yike.mjs', 'start', '--station', file], time.env);
  await station.says((line) => line.includes('station ready'));
  resident = await aResident(`http://127.0.0.1:${port}/`);
  await resident.act({ do: 'wake' });
  await resident.sees(({ screen }) => screen.id === 'home' && screen.tiles.some(({ working }) => working));
  await resident.act({ do: 'choose', service: 'glucose' });
  await resident.seesScreen('guest.told');
  await resident.act({ do: 'understood' });
});
afterAll(async () => {
  resident?.leave();
  await station?.kill('SIGKILL');
  await Promise.all([terminal, city, broker].map((end) => end?.[Symbol.asyncDispose]()));
  time?.[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

let filed = 0;
let lastSequence = 0;
/** Sugar is measured, and what the city gets of it; it may be measured again afterwards. */
async function measured(tenths: number) {
  await resident.seesScreen('glu.context');
  await resident.act({ do: 'ate', meal: 'fasting' });
  await resident.seesScreen('glu.wash');
  await resident.act({ do: 'next' });
  await resident.seesScreen('glu.strip');
  terminal.say(says(GLUCOSE, 0, 0, Number.parseInt(String(tenths), 16)));
  expect((await resident.seesScreen('glu.result')).screen).toMatchObject({ saved: 'saved' });
  filed++;
  const observations = await vi.waitFor(
    () => {
      const got = fold(city.log).filter(({ type }) => type === 'city.yike.observation.v1');
      expect(got).toHaveLength(filed);
      return got;
    },
    { timeout: 10_000 },
  );
  const { time: at, sequence, data } = observations.at(-1) ?? { time: '', sequence: '', data: {} };
  const behind = Number(sequence) > lastSequence; // the one before it
  lastSequence = Number(sequence);
  return { daysOff: Math.round((Date.parse(at) - Date.now()) / DAY) + 0, behind, marked: isMarked(data) };
}
const isMarked = (data: unknown): boolean => JSON.stringify(data).includes('"clock-untrusted"');
async function again(): Promise<void> {
  await resident.act({ do: 'done' });
  await resident.seesScreen('home');
  await resident.act({ do: 'choose', service: 'glucose' });
}
const saidOfClock = () =>
  city.log.filter(({ topic }) => topic.endsWith('/up/state')).map(({ payload }) => JSON.parse(payload).clock);

test('in 1970 the station starts, measures and delivers; what it measures is marked', async () => {
  expect(await measured(56)).toEqual({ daysOff: IN_1970, behind: true, marked: true });
  expect(saidOfClock()[0]).toEqual({ trusted: false });
});

test('set right while it runs, it says by how much it was off, and marks no more', async () => {
  await again();
  await resident.seesScreen('glu.context');
  time.setWrongBy(0);
  expect(await measured(57)).toEqual({ daysOff: 0, behind: true, marked: false });
  const line = await station.says((line) => line.includes('clock trusted again'));
  expect(Math.round(JSON.parse(line).offsetSeconds)).toBe(-IN_1970 * 86_400);
  await vi.waitFor(() => expect(saidOfClock().at(-1)).toEqual({ trusted: true }));
});

test.each([-1, 400])('set wrong by %i days in the middle of a visit, marked again; right again, not', async (days) => {
  await again();
  await resident.seesScreen('glu.context');
  time.setWrongBy(days);
  expect(await measured(58)).toEqual({ daysOff: days, behind: true, marked: true });
  await again();
  time.setWrongBy(0);
  expect(await measured(59)).toEqual({ daysOff: 0, behind: true, marked: false });
});
