import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../edge-agent/wire/fhir.ts';
import { bpMissing, observationErrors } from '../fhir.ts';
import { fold } from '../platform.ts';
import { aDemo, type Demo } from './demo.ts';
import type { Hand } from './hand.ts';

let demo: Demo;
let hand: Hand;
beforeAll(async () => {
  demo = await aDemo();
  hand = demo.hand;
});
afterAll(() => demo?.[Symbol.asyncDispose]());

/** In tenths; never the 5.6 that is taken before it. */
const tenths = randomInt(40, 109);
/** A pressure and a sugar that nobody could have written into the product: plausible, in no need of a third reading, and drawn now. */
const drawn = {
  systolicMmHg: randomInt(104, 128),
  diastolicMmHg: randomInt(62, 84),
  pulsePerMin: randomInt(48, 110),
  mmolPerL: (tenths >= 56 ? tenths + 1 : tenths) / 10,
};

const events = () =>
  fold(demo.city.log).flatMap((event) => (event.type.includes('observation') ? [event.data as Observation] : []));
const arrived = (count: number, holds: (observation: Observation) => boolean) =>
  expect.poll(() => events().filter(holds).length, { timeout: 20_000 }).toBe(count);
const component = (observation: Observation, code: string) =>
  observation.component?.find(({ code: { coding } }) => coding.some((one) => one.code === code))?.valueQuantity?.value;

describe('touch only, from the meter to the city', () => {
  test('the first tap wakes', async () => {
    await hand.sees('idle');
    await hand.tap(/点一下屏幕开始/, 'home');
  });

  test.each([{ systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 }, drawn])(
    'a blood pressure of $systolicMmHg/$diastolicMmHg, taken twice, is on the screen and at the city',
    async ({ systolicMmHg, diastolicMmHg, pulsePerMin }) => {
      demo.process.type(`bp-1 take ${systolicMmHg}/${diastolicMmHg}/${pulsePerMin}`);
      await demo.toReady();
      await hand.tap(/开始/, 'bp.measuring');
      await demo.waits('bp.pause');
      await hand.sees('bp.result');
      const text = await hand.reads();
      for (const number of [systolicMmHg, diastolicMmHg, pulsePerMin]) expect(text).toContain(String(number));
      expect(text).toContain('已保存');
      expect(text).toContain('两次平均');
      // Both readings, and the average that refers to them.
      await arrived(3, (o) => component(o, '8480-6') === systolicMmHg && component(o, '8462-4') === diastolicMmHg);
      await hand.tap(/完成/, 'home');
    },
  );

  test.each([5.6, drawn.mmolPerL])('a glucose of %d is on the screen and at the city', async (mmolPerL) => {
    await demo.toStrip();
    demo.process.type(`glucose-1 take ${mmolPerL.toFixed(1)}`);
    await hand.sees('glu.result');
    expect(await hand.reads()).toContain(mmolPerL.toFixed(1));
    await arrived(1, (o) => o.valueQuantity?.value === mmolPerL);
    await hand.tap(/完成/, 'home');
  });

  test('every Observation holds against HL7 R4, and the bp profile where it claims it', () => {
    expect(events()).toHaveLength(8);
    for (const observation of events()) {
      expect(observationErrors(observation)).toEqual([]);
      if (observation.meta) expect(bpMissing(observation)).toEqual([]);
    }
    const averages = events().filter(({ derivedFrom }) => derivedFrom);
    expect(averages).toHaveLength(2);
    for (const { derivedFrom = [] } of averages)
      expect(derivedFrom.map(({ reference }) => events().some(({ id }) => reference === `Observation/${id}`))).toEqual([
        true,
        true,
      ]);
  });

  test('a guest is nobody: no subject on the event, and one random subject for the visit', () => {
    const payloads = demo.city.log
      .filter(({ topic }) => topic.includes('/event/'))
      .map(({ payload }) => JSON.parse(payload));
    for (const event of payloads) expect(event).not.toHaveProperty('subject');
    expect(new Set(events().map(({ subject }) => subject.reference)).size).toBe(1);
  });

  test('a reload shows the same screen, and a second page the same', async () => {
    await demo.toStrip();
    await demo.page.reload();
    await hand.sees('glu.strip');
    const second = await demo.page.context().newPage();
    await second.goto(demo.url);
    await second.locator('.panel[data-screen="glu.strip"]').waitFor();
    await second.close();
    await hand.tap(/返回/, 'glu.context');
    await hand.tap(/返回/, 'home');
  });

  test('the language changes and stays for the visit', async () => {
    await hand.tapToRead('English', 'Blood pressure');
    await hand.tap(/Blood pressure/, 'bp.ask');
    await hand.tap(/Back/, 'home');
    await hand.tapToRead('中文', '测血压');
  });

  test('the letters grow, and stay for the visit', async () => {
    const before = await sizeOfTitle();
    await hand.tapToRead(/^字.*特大|特大/, '测血压');
    await expect.poll(sizeOfTitle).toBeGreaterThan(before);
  });

  test('the end leaves nothing behind', async () => {
    const before = [String(drawn.systolicMmHg), '128', drawn.mmolPerL.toFixed(1)];
    await hand.tap(/结束/, 'bye');
    await hand.sees('idle');
    await expect.poll(() => hand.reads()).toContain('点一下屏幕开始');
    const left = await demo.page.evaluate(() => ({
      dom: document.documentElement.outerHTML,
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
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
    expect(demo.wrong).toEqual([]);
  });
});

const sizeOfTitle = () =>
  demo.page.locator('h1').evaluate((title) => Number.parseFloat(getComputedStyle(title).fontSize));
