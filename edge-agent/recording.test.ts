import { describe, expect, test } from 'vitest';
import { aDevice } from '../test/a-monitor.ts';
import { simulatorOf } from '../test/simulators.ts';
import { catalogue, uncertain } from './catalogue.ts';
import { systemClock } from './clock.ts';
import { type Device, openDevice } from './device.ts';
import type { DeviceEvent } from './domain/event.ts';
import { beurerBm58Serial } from './drivers/beurer-bm58.ts';
import { caresensN } from './drivers/caresens-n.ts';
import { contec08a } from './drivers/contec08a.ts';
import type { Driver } from './drivers/driver.ts';
import { maiboboRbp } from './drivers/maibobo-rbp.ts';
import { modbusWeight } from './drivers/modbus-weight.ts';
import { suntechOem } from './drivers/suntech-oem.ts';
import { openPlayback } from './playback.ts';
import { type Recorded, readRecording, recordingText } from './recording.ts';
import { openVirtualClock } from './virtual-clock.ts';

const log = { info() {}, warn() {}, error() {} };
const never = new AbortController().signal;
const withoutTime = ({ at: _, ...event }: DeviceEvent & { readonly at: number }): DeviceEvent => event;

/** A meter that tells by itself needs so long for a strip. */
const STRIP_MS = 6000;

/** What a device tells, live or out of its memory, when that is wanted of it. */
async function wants(device: Device, what: 'measure' | 'read-out', signal: AbortSignal): Promise<DeviceEvent[]> {
  if (what === 'read-out') return (await device.readOut(signal)).records.map(({ event }) => event);
  await device.measure(signal).catch(() => {});
  return [];
}

/** Plays it as `yike replay` does; what is told, and from where on the driver did otherwise. */
async function played(driver: Driver, entries: readonly Recorded[]) {
  const { clock: time, until } = openVirtualClock(systemClock.soon);
  const { socket, clock, greeted, play } = openPlayback(entries, time);
  const device = openDevice({ deviceId: driver.id, driver, socket, clock, log });
  const told: DeviceEvent[] = [];
  device.onEvent((event) => told.push(event));
  device.onHealth(() => device.health().status === 'ok' && greeted());
  let abort = new AbortController();
  const outcome = await until(
    play((what) => {
      if (what === 'stop') return abort.abort();
      abort = new AbortController();
      void wants(device, what, abort.signal).then(
        (records) => told.push(...records),
        () => {},
      );
    }),
  );
  await until(device.close());
  return { told, ...outcome };
}

/** Found by one after the other; of a device that measures more, one is enough. */
const FOUND = {
  'blood-pressure': ['take 128/82/71', 'take 136/84/72'],
  glucose: ['take 5.6', 'take 6.4'],
  'oxygen-saturation': ['take 97%/71', 'take 96%/72'],
  temperature: ['take 36.6C', 'take 36.8C'],
  weight: ['put 1.234', 'put 2.468'],
  level: ['level 420', 'level 360'],
} as const;

/** As the station reads a memory: in the moment in which it can be read, and anew where a strip was still under way. */
const atOnce = (device: Device): Promise<DeviceEvent[]> =>
  new Promise((resolve) => {
    const cancel = device.onMemory(() => {
      wants(device, 'read-out', never).then(
        (records) => {
          cancel();
          resolve(records);
        },
        () => {},
      );
    });
  });

/** A whole day of that device in little: connected, used, pulled out and plugged in, used again by another clock on the wall. */
async function aDay(driver: Driver) {
  const twin = aDevice(driver.id);
  const records: DeviceEvent[] = [];
  const kind = simulatorOf(driver.id).takes[0] ?? 'blood-pressure';
  for (const [time, found] of FOUND[kind].entries()) {
    const used = (): void => twin.press(found);
    const soon = driver.remembers && time > 0 ? atOnce(twin.device) : undefined;
    twin.plug();
    if (driver.remembers || driver.canMeasure) used(); // kept, or found by the next measurement
    await twin.clock.pass(1000);
    await twin.ready();
    const had = soon ?? wants(twin.device, driver.remembers ? 'read-out' : 'measure', never);
    if (!driver.remembers && !driver.canMeasure) used();
    records.push(...(await twin.clock.until(had, 900_000)));
    await twin.clock.pass(STRIP_MS);
    if (time > 0) break;
    twin.unplug();
    twin.clock.jump(3_600_000);
    await twin.clock.pass(1000);
  }
  const entries = twin.device.recording();
  const told = twin.told.map(withoutTime);
  await twin.close();
  return { told: [...told, ...records], entries };
}

describe.each([...catalogue, ...uncertain])('$driver.id', ({ driver }) => {
  test('played back, the same is told, and the driver says what it had said', async () => {
    const day = await aDay(driver);
    const read = readRecording(recordingText(driver, day.entries));
    if (!('entries' in read)) throw new Error(`line ${read.line}`);
    expect(read.entries).toEqual(day.entries);
    const { told, differsAt } = await played(driver, read.entries);
    expect(differsAt).toBeUndefined();
    expect(told).toEqual(day.told);
    const values = told.filter(({ event }) => ['reading', 'weight', 'level'].includes(event));
    expect(values.length).toBeGreaterThan(1);
  });
});

test.each([
  ['abort', 'idle'],
  ['end of the station', 'deflating'],
])('an %s is played as well, and the cuff let go', async (why, state) => {
  const twin = aDevice('maibobo-rbp');
  await twin.ready();
  const abort = new AbortController();
  const measured = twin.device.measure(abort.signal).catch(() => {});
  await twin.clock.pass(2000);
  if (why === 'abort') abort.abort();
  else void twin.device.close();
  await twin.clock.until(measured);
  await twin.clock.pass(10_000);
  const { told, differsAt } = await played(maiboboRbp, twin.device.recording());
  expect(told).toEqual(twin.told.map(withoutTime));
  expect(told.at(-1)).toEqual({ event: 'state', state });
  expect(twin.device.recording()).toContainEqual({ ms: expect.any(Number), did: 'stop' });
  expect(differsAt).toBeUndefined();
  await twin.close();
});

test('pulled out in the very moment in which its memory has been read, it was read', async () => {
  const twin = aDevice('beurer-bm58-serial');
  await twin.ready();
  const read = wants(twin.device, 'read-out', never);
  void read.then(twin.unplug);
  const records = await twin.clock.until(read);
  await twin.clock.pass(1000);
  const entries = twin.device.recording();
  expect(entries.findLast((entry) => 'did' in entry && entry.did === 'gone')).toBeDefined();
  expect(await played(beurerBm58Serial, entries)).toMatchObject({ told: records });
  await twin.close();
});

test('what nobody answers behind the end is no reading that came broken', async () => {
  const twin = aDevice('contec08a');
  await twin.ready();
  const records = await twin.clock.until(wants(twin.device, 'read-out', never));
  await twin.clock.pass(10_000);
  const entries = twin.device.recording();
  const asked = entries.findLastIndex((entry) => 'sent' in entry && entry.sent[0] === 0x43);
  expect(await played(contec08a, entries.slice(0, asked))).toMatchObject({ told: records });
  const closed = entries
    .slice(asked, asked + 1)
    .map((entry): Recorded => ('ms' in entry ? { ms: entry.ms, did: 'closed' } : entry));
  expect(await played(contec08a, [...entries.slice(0, asked + 1), ...closed])).toMatchObject({ told: records });
  await twin.close();
});

test('a driver that gives up where it had not comes to an end as well', async () => {
  const late: readonly Recorded[] = [
    { ms: 0, did: 'open' },
    { ms: 20_000, heard: Uint8Array.of(0x41) },
  ];
  expect(await played(contec08a, late)).toEqual({ told: [], skipped: 0, differsAt: 1 });
});

test('a driver that was kept busy then, and asked the later for it, is answered at its own pace now', async () => {
  const { entries, told } = await aDay(suntechOem);
  const over = entries.findIndex((entry) => 'sent' in entry && entry.sent[2] === 0x03);
  let lateMs = 0;
  const busy = entries.flatMap((entry, at): Recorded[] => {
    if ('left' in entry || at === over - 2 || at === over + 1) return []; // a question for the pressure that was not due yet
    if ('sent' in entry && at < over) lateMs += 5;
    return [{ ...entry, ms: entry.ms + lateMs - (at === over - 1 ? 10 : 0) }];
  });
  const { differsAt, told: again } = await played(suntechOem, busy);
  expect(differsAt).toBeUndefined();
  expect(again.filter(({ event }) => event === 'reading')).toEqual(told.filter(({ event }) => event === 'reading'));
});

/** Three measurements, of which the bounds have room for the last. */
async function aLongDay() {
  const keep = { entries: 100, bytes: 1200 };
  const twin = aDevice('maibobo-rbp', { keep });
  await twin.ready();
  for (const found of ['128/82/71', '136/84/72', '118/76/64']) {
    twin.press(`take ${found}`);
    await twin.clock.until(twin.device.measure(never));
  }
  const entries = twin.device.recording();
  await twin.close();
  return { keep, entries };
}

test('it stays within its bounds, and keeps the greeting without which nothing could be played', async () => {
  const { keep, entries } = await aLongDay();
  const gap = entries.findIndex((entry) => 'left' in entry);
  expect(entries[0]).toMatchObject({ did: 'open' });
  expect(entries[gap - 1]).toMatchObject({ did: 'greeted' });
  expect(entries[gap]).toEqual({ left: expect.any(Number) });
  const kept = entries.slice(gap + 1);
  const bytes = kept.map((entry) => ('heard' in entry ? entry.heard : 'sent' in entry ? entry.sent : []).length);
  expect(kept.length).toBeLessThanOrEqual(keep.entries);
  expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(keep.bytes);
  const { told } = await played(maiboboRbp, entries);
  expect(told.findLast(({ event }) => event === 'reading')).toMatchObject({ systolicMmHg: 118 });
});

test('what is not kept takes no time: the memory that was read behind it is told', async () => {
  const twin = aDevice('caresens-n', { keep: { entries: 150, bytes: 20_000 } });
  await twin.ready();
  const readOut = () => twin.clock.until(wants(twin.device, 'read-out', never));
  const records = await readOut();
  for (let times = 3; times > 0; times--) {
    await twin.clock.pass(61_000);
    await readOut();
  }
  const entries = twin.device.recording();
  expect(entries).toContainEqual({ left: expect.any(Number) });
  const { told } = await played(caresensN, entries);
  expect(told.slice(-records.length)).toEqual(records);
  await twin.close();
});

test('where the driver does otherwise than it had, that is said; what comes before any connection is left out', async () => {
  const { entries } = await aDay(maiboboRbp);
  const tampered = entries.map((entry) => ('sent' in entry ? { ...entry, sent: Uint8Array.of(1) } : entry));
  const first = entries.findIndex((entry) => 'sent' in entry);
  expect(await played(maiboboRbp, tampered)).toMatchObject({ differsAt: first, skipped: 0 });
  const { told, skipped } = await played(maiboboRbp, [...entries.slice(-20), ...entries]);
  expect({ skipped, readings: told.filter(({ event }) => event === 'reading').length }).toEqual({
    skipped: 20,
    readings: 2,
  });
});

test('a device that is away for an hour fills nothing', async () => {
  const twin = aDevice('maibobo-rbp');
  await twin.ready();
  twin.unplug();
  await twin.clock.pass(1000);
  const { length } = twin.device.recording();
  await twin.clock.pass(3_600_000);
  expect(twin.device.recording()).toHaveLength(length);
  await twin.close();
});

test('what was set of a device is kept with its frames, and they are played as that', async () => {
  const twin = aDevice('modbus-weight', { settings: { decimals: 2, unit: 'lb' } });
  await twin.ready();
  twin.press('put 1.234');
  await twin.clock.pass(3000);
  const text = recordingText(twin.device.driver, twin.device.recording());
  await twin.close();
  const read = readRecording(text);
  if (!('entries' in read)) throw new Error(`line ${read.line}`);
  expect(read.settings).toEqual({ decimals: 2, unit: 'lb' });
  const { told } = await played(modbusWeight.configured?.(read.settings) ?? modbusWeight, read.entries);
  expect(told.at(-1)).toEqual({ event: 'weight', grams: 558, stable: true });
});

test.each([
  ['', 1],
  ['{"recording":2,"driver":"maibobo-rbp"}', 1],
  ['{"recording":1,"driver":"maibobo-rbp"}\n{"ms":1,"did":"open"}\n{"ms":2,"heard":"A"}', 3],
  ['{"recording":1,"driver":"maibobo-rbp"}\n{"ms":1,"did":"fly"}', 2],
  ['{"recording":1,"driver":"maibobo-rbp"}\n{"ms":2,"did":"open"}\n{"ms":1,"did":"gone"}', 3],
  ['{"recording":1,"driver":"maibobo-rbp"}\n{"ms":1,"sent":"AA","at":"2026-11-23T25:00:00.000"}', 2],
  ['{"recording":1,"driver":"maibobo-rbp"}\n{"ms":1,"sent":"AA","at":"2026-11-23T12:00:00.000Z"}', 2],
  ['{"recording":1,"driver":"maibobo-rbp"}\nnull', 2],
  ['{"recording":1,"driver":"maibobo-rbp"}\n{', 2],
])('what is no recording is refused with its line: %j', (text, line) => {
  expect(readRecording(text)).toMatchObject({ line });
});
