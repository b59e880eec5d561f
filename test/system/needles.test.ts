/**
 * Values, marks in raw bytes and the guest's pseudonym, sent through every flow: none may show in log, output, topic, any
 * message or any file; only the platform, with its own key, reads what was saved.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { concat } from '../../edge-agent/protocols/bytes.ts';
import { GLUCOSE, HANDSHAKE, START, STOP, says } from '../../edge-agent/protocols/creative-frame.ts';
import * as maibobo from '../../edge-agent/protocols/maibobo.ts';
import type { Act } from '../../kiosk/contract/act.ts';
import type { ScreenId } from '../../kiosk/contract/screen.ts';
import { hexOf } from '../a-talk.ts';
import { aFreePort } from '../free-port.ts';
import { type Needle, needlesIn } from '../needles.ts';
import { aMosquitto, aSubscriber, fold, type Mosquitto, type Subscriber } from '../platform.ts';
import { type PlatformSideKeys, somePlatformKeys } from '../platform-side-keys.ts';
import { aProcess, type Process } from '../process.ts';
import { aResident, type Resident } from '../resident.ts';
import { aScriptedMeter, type ScriptedMeter } from '../scripted-meter.ts';
import { aSkipper } from '../skip.ts';
import { aStationFile } from '../station-file.ts';

/** Drawn so that neither a port nor a counter nor a date is one of them. */
const VALUES = {
  happy: { mmHg: 147, result: [143, 87, 63] },
  failed: { mmHg: 151 },
  stopped: { mmHg: 149 },
  rejected: { mmHg: 139, result: [311, 97, 59] },
  shownOnly: { mmHg: 153, result: [157, 91, 67] },
  live: [101, 103, 107, 109, 113, 117, 119, 123, 127, 129, 131, 133, 137, 161, 163, 169, 171, 173, 177, 179, 181, 183],
  glucose: { happy: 7.3, garbled: 8.7, again: 8.9, shownOnly: 9.7 },
} as const;
/** Spelt in bytes on the wire: in junk, in a garbled frame, in frames that nobody knows, in a device's name. */
const MARKS = ['QUANDONG', 'KURRAJONG', 'WARATAH', 'CALLISTEMON', 'BANKSIA'] as const;
const [JUNK, GARBLED, UNKNOWN, ID_CARD, NAME] = MARKS;

const ascii = (mark: string): number[] => [...Buffer.from(mark)];
const words = (...values: readonly number[]): number[] => values.flatMap((value) => [value >> 8, value & 0xff]);
const pressure = (mmHg: number): Uint8Array => maibobo.monitorSays(maibobo.PRESSURE, ...words(mmHg));
const result = (found: readonly number[]): Uint8Array =>
  maibobo.monitorSays(maibobo.RESULT, ...Array.from({ length: 7 }, () => 0), ...words(...found));
const strip = (mmolPerL: number): Uint8Array =>
  says(GLUCOSE, 0, 0, Number.parseInt(String(Math.round(mmolPerL * 10)), 16));
const garbled = (frame: Uint8Array): Uint8Array => frame.map((byte, at) => (at === frame.length - 1 ? byte ^ 1 : byte));

const folder = mkdtempSync(join(tmpdir(), 'yike-needles-'));
let broker: Mosquitto & AsyncDisposable;
let city: Subscriber & AsyncDisposable;
let monitor: ScriptedMeter;
let terminal: ScriptedMeter;
let station: Process;
let platform: PlatformSideKeys;
let url: string;
const skipper = aSkipper();
let resident: Resident;
/** Observations of what the screen called saved: a blood pressure and its result are two. */
let saved = 0;

beforeAll(async () => {
  broker = await aMosquitto();
  city = await aSubscriber(broker.url, '#');
  const same = (instruction: number): [string, Uint8Array] => [
    hexOf(maibobo.hostSays(instruction)),
    maibobo.monitorSays(instruction, 0),
  ];
  monitor = await aScriptedMeter(
    'maibobo-rbp',
    Object.fromEntries([maibobo.STOP, maibobo.CONNECT, maibobo.START].map(same)),
  );
  terminal = await aScriptedMeter('creative-pc', {
    [hexOf(says(STOP))]: says(STOP),
    [hexOf(says(HANDSHAKE))]: says(HANDSHAKE, ...ascii(NAME)),
    [hexOf(says(START))]: says(START),
  });
  const port = await aFreePort();
  const device = (id: string, driver: string, path: string): string =>
    `{ id: ${id}, driver: ${driver}, transport: { kind: serial, path: ${path} } }`;
  const devices = [device('bp-1', 'maibobo-rbp', monitor.path), device('glucose-1', 'creative-pc', terminal.path)];
  platform = await somePlatformKeys();
  const keys = join(folder, 'platform.jwks');
  writeFileSync(keys, platform.jwks);
  const file = aStationFile(folder, { port, brokerUrl: broker.url, platform: `keys: ${keys}`, devices });
  station = aProcess([...skipper.args, 'kiosk/yike.mjs', 'start', '--station', file], skipper.env);
  await station.says((line) => line.includes('station ready'));
  url = `http://127.0.0.1:${port}/`;
  resident = await aResident(url);
});
afterAll(async () => {
  resident?.leave();
  await station?.kill('SIGKILL');
  await Promise.all([monitor, terminal, city, broker].map((end) => end?.[Symbol.asyncDispose]()));
  rmSync(folder, { recursive: true });
});

/** Acts, each on the screen that it belongs to. */
async function acts(...steps: readonly (readonly [ScreenId, Act])[]): Promise<void> {
  for (const [screen, act] of steps) {
    await resident.seesScreen(screen);
    expect(await resident.act(act)).toBe('taken');
  }
}

async function arrives(filing: 'understood' | 'only-show', service: 'blood-pressure' | 'glucose'): Promise<void> {
  await acts(['idle', { do: 'wake' }]);
  await resident.sees(({ screen }) => screen.id === 'home' && screen.tiles.every(({ working }) => working));
  await acts(['home', { do: 'choose', service }], ['guest.told', { do: filing }]);
}
/** A rest or a pause, leapt over. */
async function waits(screen: ScreenId): Promise<void> {
  await resident.seesScreen(screen);
  skipper.skip(station.child.pid ?? 0, 60_000);
}
async function rests(): Promise<void> {
  await acts(['bp.ask', { do: 'none' }]);
  for (let picture = 1; picture <= 6; picture++) {
    await resident.sees(({ screen }) => screen.id === 'bp.posture' && screen.picture === picture);
    expect(await resident.act({ do: 'next' })).toBe('taken');
  }
  await acts(['bp.cuff', { do: 'fits' }], ['bp.rest', { do: 'rested' }]);
  await resident.sees(({ screen }) => screen.id === 'bp.rest' && screen.shortened);
  await waits('bp.rest');
}
const toStrip = (): Promise<void> =>
  acts(['glu.context', { do: 'ate', meal: 'fasting' }], ['glu.wash', { do: 'next' }]);
async function leaves(from: ScreenId): Promise<void> {
  await acts([from, { do: 'end' }]);
  await resident.seesScreen('idle');
}

/** Starts by hand, or by itself behind a pause, and has the monitor say this once it has heard so. */
async function measures(how: 'by hand' | 'by itself', ...frames: readonly Uint8Array[]): Promise<void> {
  const starts = () => monitor.heard.filter((question) => question === hexOf(maibobo.hostSays(maibobo.START))).length;
  const before = starts();
  if (how === 'by hand') await acts(['bp.ready', { do: 'start' }]);
  else await waits('bp.pause');
  await vi.waitFor(() => expect(starts()).toBe(before + 1), { timeout: 10_000 });
  for (const frame of frames) monitor.say(frame);
}

async function isSaved(screen: 'bp.result' | 'glu.result' | 'act-now'): Promise<void> {
  const view = await resident.seesScreen(screen);
  expect(view.screen).toMatchObject({ saved: 'saved' });
  saved += screen === 'bp.result' ? 2 : 1;
}

test('blood pressure: taken, failed, stopped, refused, amid junk and frames that nobody knows', async () => {
  monitor.say(concat(Uint8Array.from(ascii(JUNK)), maibobo.monitorSays(0x0177, ...ascii(UNKNOWN))));
  await arrives('understood', 'blood-pressure');
  await rests();
  const { happy, live, failed, stopped, rejected } = VALUES;
  const spoiled = garbled(maibobo.monitorSays(maibobo.PRESSURE, ...ascii(GARBLED)));
  const rising = live.map((mmHg) => pressure(mmHg));
  await measures('by hand', ...rising, pressure(happy.mmHg), spoiled, pressure(happy.mmHg), result(happy.result));
  await acts(['bp.pause', { do: 'see-result' }]);
  await isSaved('bp.result');

  await acts(['bp.result', { do: 'again' }]);
  await measures('by itself', pressure(failed.mmHg), maibobo.monitorSays(maibobo.ERROR, 0x02));
  await acts(['bp.problem', { do: 'again' }]);

  await waits('bp.pause');
  await measures('by hand', pressure(stopped.mmHg));
  await resident.sees(({ screen }) => screen.id === 'bp.measuring' && screen.mmHg === stopped.mmHg);
  await acts(['bp.measuring', { do: 'stop' }]);
  await vi.waitFor(() => expect(monitor.heard.at(-1)).toBe(hexOf(maibobo.hostSays(maibobo.STOP))));
  monitor.say(pressure(4));
  await acts(['bp.stopped', { do: 'again' }]);

  await waits('bp.pause');
  await measures('by hand', pressure(rejected.mmHg), result(rejected.result));
  await leaves('bp.problem');
});

test('glucose: taken, high, low, garbled and said again, amid pages of a card', async () => {
  await arrives('understood', 'glucose');
  await toStrip();
  await resident.seesScreen('glu.strip');
  const { happy, garbled: spoiled, again } = VALUES.glucose;
  terminal.say(concat(says(0x6001, ...ascii(ID_CARD)), Uint8Array.from(ascii(JUNK)), strip(happy)));
  await isSaved('glu.result');
  await acts(['glu.result', { do: 'again' }]);
  for (const status of [0x10, 0x20]) {
    await resident.seesScreen('glu.strip');
    terminal.say(says(GLUCOSE, status, 0, 0));
    await isSaved('act-now');
    await acts(['act-now', { do: 'call-staff' }]);
    await resident.sees(({ screen }) => screen.id === 'act-now' && screen.called);
    await acts(['act-now', { do: 'acknowledge' }]);
    await resident.sees(({ screen }) => screen.id === 'act-now' && screen.acknowledged);
    await acts(['act-now', { do: 'done' }], ['home', { do: 'choose', service: 'glucose' }]);
    await toStrip();
  }
  await resident.seesScreen('glu.strip');
  terminal.say(concat(garbled(strip(spoiled)), strip(again)));
  expect((await resident.seesScreen('glu.result')).screen).toMatchObject({ mmolPerL: again });
  await isSaved('glu.result');
  await leaves('glu.result');
});

test('only shown, of both', async () => {
  await arrives('only-show', 'blood-pressure');
  await rests();
  const { mmHg, result: found } = VALUES.shownOnly;
  await measures('by hand', pressure(mmHg), result(found));
  await acts(['bp.pause', { do: 'see-result' }]);
  expect((await resident.seesScreen('bp.result')).screen).toMatchObject({
    systolicMmHg: found[0],
    saved: 'shown-only',
  });
  await acts(['bp.result', { do: 'done' }], ['home', { do: 'choose', service: 'glucose' }]);
  await toStrip();
  await resident.seesScreen('glu.strip');
  terminal.say(strip(VALUES.glucose.shownOnly));
  expect((await resident.seesScreen('glu.result')).screen).toMatchObject({ saved: 'shown-only' });
  await leaves('glu.result');
});

/** What the city got, once it has got everything that a screen called saved. */
const sealed = () =>
  vi.waitFor(
    () => {
      const got = fold(city.log);
      expect(got.map(({ sequence }) => Number(sequence))).toEqual(got.map((_, index) => index + 1));
      const observations = got.filter(({ type }) => type === 'city.yike.observation.v1');
      expect(observations).toHaveLength(saved);
      return observations;
    },
    { timeout: 10_000 },
  );
/** The observations as the platform reads them. */
const texts = async (): Promise<string[]> =>
  Promise.all((await sealed()).map(async ({ data }) => (await platform.decrypt(String(data))).text));
const subjectsOf = (observations: readonly string[]): string[] =>
  observations.map(
    (text) => (JSON.parse(text) as { readonly subject: { readonly reference: string } }).subject.reference,
  );

test('the city has what was saved, under a pseudonym for each visit, and nothing of what was only shown', async () => {
  await arrives('understood', 'glucose'); // one more behind those that were only shown: its number tells that they have none
  await toStrip();
  await resident.seesScreen('glu.strip');
  terminal.say(strip(VALUES.glucose.happy));
  await isSaved('glu.result');
  await leaves('glu.result');
  const got = await texts();
  expect(got).toHaveLength(7);
  const subjects = subjectsOf(got);
  expect(subjects[0]).toMatch(/^urn:uuid:/);
  expect([...new Set(subjects)]).toEqual([subjects[0], subjects[2], subjects[6]]);
  const payloads = got.join('\n');
  for (const [value, held] of filedValues) expect(payloads.includes(`"value":${value},`), String(value)).toBe(held);
});

/** Each value, and whether it was filed. */
const filedValues: readonly (readonly [number, boolean])[] = [
  ...VALUES.happy.result.map((value) => [value, true] as const),
  [VALUES.glucose.happy, true],
  [VALUES.glucose.again, true],
  [VALUES.glucose.garbled, false],
  [VALUES.glucose.shownOnly, false],
  ...[...VALUES.rejected.result, ...VALUES.shownOnly.result].map((value) => [value, false] as const),
];

const filesHold = async (): Promise<string[]> => {
  const data = join(folder, 'data');
  const bytes = readdirSync(data)
    .map((file) => readFileSync(join(data, file), 'latin1'))
    .join('');
  const subjects = subjectsOf(await texts());
  const values = filedValues.map(([value]) => `"value":${value}`);
  const needles = [...values, ...MARKS, ...subjects, ...subjects.map((urn) => urn.slice(-36)), 'Observation', 'mmHg'];
  return needles.filter((needle) => bytes.includes(needle));
};

test('database, its log and every file beside it hold no value, no mark and no person', async () => {
  expect(readdirSync(join(folder, 'data'))).toEqual(expect.arrayContaining(['yike.db', 'yike.db-wal']));
  expect(await filesHold()).toEqual([]);
});

/** Counters and moments of the states, where a value's number may stand by chance. */
const COUNTERS = [
  'head', // chance, in hexadecimal
  'entries',
  'usedPercent',
  'time',
  'at',
  'since',
  'lastSeen',
  'lastFrame',
  'oldestSavedAt',
  'connects',
  'frames',
  'readings',
  'noiseBytes',
  'depth',
  'rejected',
  'failures',
];

/** Of an event: chance and counting, and what only the platform opens. */
const ENVELOPE = ['id', 'sequence', 'data'];

test('no needle shows in log, output, topic or metrics', async () => {
  const metrics = await fetch(`${url}metrics`).then((answer) => answer.text());
  await station.kill('SIGINT');
  expect(await station.exited).toBe(0);
  const subjects = subjectsOf(await texts());
  const values = [
    ...VALUES.live,
    ...[VALUES.happy, VALUES.failed, VALUES.stopped, VALUES.rejected, VALUES.shownOnly].flatMap((flow) => [
      flow.mmHg,
      ...('result' in flow ? flow.result : []),
    ]),
    ...Object.values(VALUES.glucose),
  ];
  const needles: Needle[] = [...new Set([...values, ...MARKS, ...subjects, ...subjects.map((urn) => urn.slice(-36))])];
  expect(needles.length).toBeGreaterThanOrEqual(50);

  const samples = metrics.split('\n').filter((line) => line.startsWith('yike_device_readings_total'));
  expect(samples).toHaveLength(2);
  // A counter may stand at a value's number by chance; what it counts and of what may not be one.
  for (const line of metrics.split('\n')) expect(needlesIn(line.replace(/ [\d.]+$/, ''), needles), line).toEqual([]);

  expect(station.lines.length).toBeGreaterThan(3);
  for (const line of station.lines) expect(needlesIn(line, needles, ['time']), line).toEqual([]);
  expect(city.log.some(({ topic }) => topic.endsWith('/up/device/bp-1/state'))).toBe(true);
  for (const { topic, payload } of city.log) {
    expect(needlesIn(topic, needles), topic).toEqual([]);
    const unless = topic.includes('/up/event/') ? [...COUNTERS, ...ENVELOPE] : COUNTERS;
    expect(needlesIn(payload, needles, unless), payload).toEqual([]);
  }
  expect(await filesHold(), 'after its end').toEqual([]);
});
