/** Meters with a memory, read out of real ttys by a station of its own: taken off the cable, used, put back, and owned by touch. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDriver, findSimulator } from '../../edge-agent/catalogue.ts';
import { lineSettings, type SimulatedDevice, simulate, systemClock } from '../../edge-agent/index.ts';
import type { Observation } from '../../edge-agent/wire/fhir.ts';
import { aFreePort } from '../free-port.ts';
import { aMosquitto, aSubscriber, fold, type Mosquitto, type Subscriber } from '../platform.ts';
import { aProcess, type Process } from '../process.ts';
import { aSkipper } from '../skip.ts';
import { aStationFile } from '../station-file.ts';
import { aHand, type Hand } from './hand.ts';
import { aPanel, openBrowser } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-memory-'));
const skipper = aSkipper();
let broker: Mosquitto & AsyncDisposable;
let city: Subscriber & AsyncDisposable;
let glucose: SimulatedDevice;
let pressure: SimulatedDevice;
let station: Process;
let browser: Browser;
let hand: Hand;
let url = '';

async function aMeter(id: string, link: string): Promise<SimulatedDevice> {
  const driver = findDriver(id);
  const simulator = await findSimulator(id);
  if (!driver || !simulator) throw new Error(`no driver ${id}`);
  return simulate(simulator, lineSettings(driver), { clock: systemClock, tty: true, link });
}

beforeAll(async () => {
  broker = await aMosquitto();
  city = await aSubscriber(broker.url, 'yike/v1/#');
  const links = { glucose: join(folder, 'glucose-1'), pressure: join(folder, 'bp-1') };
  glucose = await aMeter('caresens-n', links.glucose);
  pressure = await aMeter('beurer-bm58-serial', links.pressure);
  const port = await aFreePort();
  const file = aStationFile(folder, {
    port,
    brokerUrl: broker.url,
    devices: [
      `{ id: bp-1, driver: beurer-bm58-serial, transport: { kind: serial, path: ${links.pressure} } }`,
      `{ id: glucose-1, driver: caresens-n, transport: { kind: serial, path: ${links.glucose} } }`,
    ],
  });
  station = aProcess([...skipper.args, 'kiosk/yike.mjs', 'start', '--station', file], skipper.env);
  await station.says((line) => line.includes('station ready'));
  url = `http://127.0.0.1:${port}/`;
  browser = await openBrowser();
  const page = await aPanel(browser);
  await page.goto(url);
  hand = aHand(page);
  await hand.tap(/点一下屏幕开始/, 'home');
});
afterAll(async () => {
  await browser?.close();
  await station?.kill('SIGINT');
  for (const meter of [glucose, pressure]) await meter?.close();
  await city?.[Symbol.asyncDispose]();
  await broker?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const observations = () =>
  fold(city.log).flatMap(({ type, data }) => (type.includes('observation') ? [data as Observation] : []));
/** Off its cable, used, and put back: its own screen shows what it found. */
async function uses(meter: SimulatedDevice, line: string): Promise<void> {
  for (const one of ['unplug', line, 'plug']) expect((await meter.press(one)).ok, one).toBe(true);
}
/** How many readings that device has told, out of its memory too. */
const readingsOf = (id: string) => async (): Promise<number> => {
  const metrics = await (await fetch(`${url}metrics`)).text();
  return Number(metrics.match(new RegExp(`^yike_device_readings_total\\{[^}]*"${id}"[^}]*\\} (\\d+)`, 'm'))?.[1] ?? 0);
};
/** Both tiles can be pressed. */
const bothWork = () => expect.poll(() => hand.reads(), { timeout: 30_000 }).not.toContain('暂停');

test('a sugar in the meter is asked about, and the city has it once it is said to be one’s own', async () => {
  await bothWork();
  await hand.tap(/测血糖/, 'guest.told');
  await hand.tap(/知道了/, 'glu.context');
  await hand.tap(/空腹/, 'glu.wash');
  await hand.tap(/洗好了/, 'glu.strip');
  await hand.tap(/插好了/, 'glu.drop');
  await hand.tap(/滴好了/, 'glu.plug');
  skipper.skip(station.child.pid ?? 0, 70_000); // by a clock that shows a whole minute, what is younger proves nothing
  await uses(glucose, 'take 6.3');
  await hand.sees('glu.yours', 60_000);
  expect(await hand.reads()).toContain('6.3');
  expect(observations()).toEqual([]);
  await hand.tap(/^是我的/, 'glu.result');
  expect(await hand.reads()).toMatch(/6\.3.*已保存/s);
  await expect
    .poll(observations, { timeout: 20_000 })
    .toMatchObject([{ valueQuantity: { value: 6.3 }, device: { identifier: { value: 'CNP07A12345' } } }]);
  await hand.tap(/完成/, 'home');
});

test('a blood pressure in the monitor likewise; refused, it stays there', async () => {
  const before = observations().length;
  await bothWork();
  await hand.tap(/测血压/, 'bp.ask');
  await hand.tap(/都没有/, 'bp.posture');
  await expect
    .poll(
      async () => {
        if (await hand.isAt('bp.posture')) skipper.skip(station.child.pid ?? 0, 6000);
        return hand.isAt('bp.cuff');
      },
      { interval: 400, timeout: 30_000 },
    )
    .toBe(true);
  await expect.poll(readingsOf('bp-1'), { timeout: 30_000 }).toBeGreaterThan(0); // it knows what lay there before
  await hand.tap(/^合适/, 'bp.rest');
  skipper.skip(station.child.pid ?? 0, 300_000);
  await hand.tap(/坐好了/, 'bp.own-button');
  await uses(pressure, 'take 147/91/77');
  await hand.tapTo(/显示结果了/, ['bp.plug', 'bp.yours']);
  await hand.sees('bp.yours', 60_000);
  expect(await hand.reads()).toMatch(/147.*91.*77/s);
  await hand.tap(/不是我的/, 'bp.problem');
  await hand.tap(/再测一次/, 'bp.pause');
  skipper.skip(station.child.pid ?? 0, 60_000);
  await hand.tap(/坐好了/, 'bp.own-button');
  await uses(pressure, 'take 118/74/66');
  await hand.sees('bp.yours', 60_000);
  expect(observations()).toHaveLength(before);
  await hand.tap(/^是我的/, 'bp.pause');
  await hand.tap(/不测了/, 'bp.result');
  expect(await hand.reads()).toMatch(/118.*74.*已保存/s);
  await expect.poll(() => observations().length, { timeout: 20_000 }).toBe(before + 2); // the one, and what it amounts to
  expect(JSON.stringify(observations())).not.toMatch(/"value":147/);
});
