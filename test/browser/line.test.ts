import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../edge-agent/wire/fhir.ts';
import { bpMissing, observationErrors } from '../fhir.ts';
import { aFreePort } from '../free-port.ts';
import { aSubscriber, fold, type Subscriber } from '../platform.ts';
import { aProcess, type Process } from '../process.ts';
import { aHand, type Hand } from './hand.ts';
import { aPanel, openBrowser } from './page.ts';

/** `npm start`'s own wiring in its own process; Chromium, and `mosquitto_sub` at the broker, in theirs. */
let demo: Process;
let subscriber: Subscriber & AsyncDisposable;
let browser: Browser;
let page: Page;
let hand: Hand;
const folder = mkdtempSync(join(tmpdir(), 'yike-line-'));
const wrong: string[] = [];

beforeAll(async () => {
  const port = await aFreePort(3);
  demo = aProcess(['kiosk/bootstrap.mjs', 'demo', '--port', String(port), '--data', folder]);
  await demo.says((line) => line.includes('Ctrl-C'));
  subscriber = await aSubscriber(`mqtt://127.0.0.1:${port + 2}`, 'yike/v1/#', { protocol: '3.1.1' });
  browser = await openBrowser();
  page = await aPanel(browser);
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') wrong.push(`asked for ${request.url()}`);
  });
  await page.goto(`http://127.0.0.1:${port}/`);
  hand = aHand(page);
});
afterAll(async () => {
  await browser?.close();
  await subscriber?.[Symbol.asyncDispose]();
  await demo?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

/** A pressure and a sugar that nobody could have written into the product: plausible, and drawn now. */
const drawn = {
  systolicMmHg: randomInt(104, 178),
  diastolicMmHg: randomInt(52, 92),
  pulsePerMin: randomInt(48, 110),
  mmolPerL: randomInt(40, 110) / 10,
};

const events = () => fold(subscriber.log).map(({ data }) => data as Observation);
const arrived = (holds: (observation: Observation) => boolean) =>
  expect.poll(() => events().filter(holds).length, { timeout: 20_000 }).toBe(1);
const component = (observation: Observation, code: string) =>
  observation.component?.find(({ code: { coding } }) => coding.some((one) => one.code === code))?.valueQuantity?.value;

describe('touch only, from the meter to the city', () => {
  test('the first tap wakes', async () => {
    await hand.sees('idle');
    await hand.tap(/点一下屏幕开始/, 'home');
  });

  test.each([{ systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 }, drawn])(
    'a blood pressure of $systolicMmHg/$diastolicMmHg is on the screen and at the city',
    async (wanted) => {
      const { systolicMmHg, diastolicMmHg, pulsePerMin } = wanted;
      demo.type(`bp-1 take ${systolicMmHg}/${diastolicMmHg}/${pulsePerMin}`);
      await hand.tap(/测血压/, systolicMmHg === 128 ? 'guest.told' : 'bp.ready');
      if (systolicMmHg === 128) await hand.tap(/知道了/, 'bp.ready');
      await hand.tap(/开始/, 'bp.measuring');
      await hand.sees('bp.result', 60_000);
      const text = await hand.reads();
      for (const number of [systolicMmHg, diastolicMmHg, pulsePerMin]) expect(text).toContain(String(number));
      expect(text).toContain('已保存');
      await arrived((o) => component(o, '8480-6') === systolicMmHg && component(o, '8462-4') === diastolicMmHg);
      await hand.tap(/完成/, 'home');
    },
  );

  test.each([5.6, drawn.mmolPerL])('a glucose of %d is on the screen and at the city', async (mmolPerL) => {
    await hand.tap(/测血糖/, 'glu.strip');
    demo.type(`glucose-1 take ${mmolPerL.toFixed(1)}`);
    await hand.sees('glu.result');
    expect(await hand.reads()).toContain(mmolPerL.toFixed(1));
    await arrived((o) => o.valueQuantity?.value === mmolPerL);
    await hand.tap(/完成/, 'home');
  });

  test('every Observation holds against HL7 R4, and the bp profile where it claims it', () => {
    expect(events()).toHaveLength(4);
    for (const observation of events()) {
      expect(observationErrors(observation)).toEqual([]);
      if (observation.meta) expect(bpMissing(observation)).toEqual([]);
    }
  });

  test('a guest is nobody: no subject on the event, and one random subject for the visit', () => {
    const payloads = subscriber.log
      .filter(({ topic }) => topic.includes('/event/'))
      .map(({ payload }) => JSON.parse(payload));
    for (const event of payloads) expect(event).not.toHaveProperty('subject');
    expect(new Set(events().map(({ subject }) => subject.reference)).size).toBe(1);
  });

  test('a reload shows the same screen', async () => {
    await hand.tap(/测血糖/, 'glu.strip');
    await page.reload();
    await hand.sees('glu.strip');
    await hand.tap(/返回/, 'home');
  });

  test('the language changes and stays for the visit', async () => {
    await hand.tapToRead('English', 'Blood pressure');
    await hand.tap(/Blood pressure/, 'bp.ready');
    await hand.tap(/Back/, 'home');
  });

  test('STOP lets the arm go', async () => {
    await hand.tap(/Blood pressure/, 'bp.ready');
    await hand.tap(/start/i, 'bp.measuring');
    await page
      .getByText(/^([4-9]\d|1\d\d)$/)
      .first()
      .waitFor(); // live pressure
    await hand.tap(/^stop/i, 'bp.stopping');
    await hand.sees('bp.stopped');
    await hand.tap(/done/i, 'home');
  });

  test('pulled out in the middle of it: the resident is told how to open the cuff', async () => {
    await hand.tap(/Blood pressure/, 'bp.ready');
    await hand.tap(/start/i, 'bp.measuring');
    demo.type('bp-1 unplug');
    await hand.sees('bp.problem');
    await hand.tap(/open/i, 'bp.open-cuff');
    demo.type('bp-1 plug');
    await hand.tap(/my arm is out/i, 'home');
  });

  test('the end leaves nothing behind', async () => {
    const before = [String(drawn.systolicMmHg), '128', drawn.mmolPerL.toFixed(1)];
    await hand.tap(/End/, 'bye');
    await hand.sees('idle');
    await expect.poll(() => hand.reads()).toContain('点一下屏幕开始');
    const left = await page.evaluate(() => ({
      dom: document.documentElement.outerHTML,
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      history: history.length,
      requests: performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .join(' '),
    }));
    const text = left.dom.replaceAll(/<svg[\s\S]*?<\/svg>/g, '');
    for (const needle of before) expect(`${text} ${left.storage} ${left.requests}`).not.toContain(`>${needle}<`);
    expect(left.storage).toBe('[{},{},""]');
  });

  test('nothing was asked of another machine, and the page made no error', () => {
    expect(wrong).toEqual([]);
  });
});
