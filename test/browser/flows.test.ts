/** The guided visit by touch alone, through `npm start`'s own wiring, with its waits leapt over: what a resident may meet. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Observation } from '../../edge-agent/wire/fhir.ts';
import { fold } from '../platform.ts';
import { aDemo, type Demo } from './demo.ts';
import { aHand, type Hand } from './hand.ts';
import { aMonkey } from './monkey.ts';
import { aPanel, touchAt } from './page.ts';

const MONKEY_SEED = 20261125;
const MONKEY_TAPS = 150;

let demo: Demo;
let hand: Hand;
beforeAll(async () => {
  demo = await aDemo();
  hand = demo.hand;
});
afterAll(() => demo?.[Symbol.asyncDispose]());

/** Each flow begins at home, as the next guest. */
beforeEach(async () => {
  demo.process.type('bp-1 fault none');
  // A flow that failed on its way must not take the others with it.
  await hand.sees('idle', 10_000).catch(() => demo.restart());
  await hand.tap(/点一下屏幕开始/, 'home');
});

const press = (line: string): void => demo.process.type(line);
const observations = () =>
  fold(demo.city.log).flatMap(({ type, data }) => (type.includes('observation') ? [data as Observation] : []));
const alarms = () =>
  fold(demo.city.log).flatMap(({ type, data }) =>
    type.includes('alarm') ? [data as { code: string; state: string }] : [],
  );
const flagsOf = ({ component = [] }: Observation): string[] =>
  component.flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding.map(({ code }) => code) ?? []);
/** What reached the city while this was done; `many` are waited for: they are on their way when the screen says saved. */
async function filedBy(many: number, does: () => Promise<void>): Promise<readonly Observation[]> {
  const before = observations().length;
  await does();
  await expect.poll(() => observations().length).toBeGreaterThanOrEqual(before + many);
  return observations().slice(before);
}
const start = async (): Promise<void> => {
  await demo.toReady();
  await hand.tap(/开始/, 'bp.measuring');
};
/** Waits until the live bar shows so much while it rises; a negative number: so little while it falls. 0: at once. */
const cuffAt = (mmHg: number) =>
  demo.page.waitForFunction((wanted) => {
    const shown = Number(document.querySelector('.live .number')?.textContent);
    const falling = document.body.innerText.includes('正在松开');
    if (wanted === 0) return true;
    return wanted > 0 ? shown >= wanted : falling && shown <= -wanted;
  }, mmHg);

describe('blood pressure', () => {
  test('two that agree: their average, in eight taps from home', async () => {
    press('bp-1 take 118/74/66');
    const before = hand.taps();
    await start();
    await demo.waits('bp.pause');
    await hand.sees('bp.result');
    expect(hand.taps() - before).toBeLessThanOrEqual(8);
    expect(await hand.reads()).toMatch(/两次平均/);
    await demo.leaves();
  });

  test('two that differ: a third, and the mean of the last two', async () => {
    press('bp-1 take 118/74/66');
    await start();
    await hand.sees('bp.pause');
    press('bp-1 take 131/76/66');
    await demo.waits('bp.pause');
    await hand.sees('bp.measuring');
    await hand.sees('bp.pause');
    expect(await hand.reads()).toContain('差');
    press('bp-1 take 121/74/66');
    await demo.waits('bp.pause');
    await hand.sees('bp.result');
    expect(await hand.reads()).toContain('126');
    await demo.leaves();
  });

  test('a cuff that is loose twice: said once, then a person', async () => {
    press('bp-1 fault cuff-loose');
    await start();
    await hand.sees('bp.problem');
    expect(await hand.reads()).toContain('BP-CUFF');
    await hand.tap(/再测一次/, 'bp.pause');
    await demo.waits('bp.pause');
    await hand.tap(/开始/, 'bp.measuring');
    await hand.sees('bp.problem');
    expect(await hand.reads()).toContain('BP-TWICE');
    await demo.leaves();
  });

  test('STOP at five moments of one measurement lets the arm go each time', async () => {
    press('bp-1 take 168/70/71');
    await demo.toReady();
    for (const moment of [0, 10, 90, 180, -120]) {
      await hand.tap(/开始/, 'bp.measuring');
      await cuffAt(moment);
      await hand.tapTo(/停止/, ['bp.stopping', 'bp.stopped']);
      await hand.sees('bp.stopped');
      expect(await hand.reads()).toContain('可以取出手臂了');
      await hand.tap(/再测一次/, 'bp.pause');
      await demo.waits('bp.pause');
      await hand.sees('bp.ready');
    }
    await demo.leaves();
  });

  test('pulled out while it tightens: how to open the cuff, and back with the cable', async () => {
    await start();
    await cuffAt(60);
    press('bp-1 unplug');
    await hand.sees('bp.problem');
    expect(await hand.reads()).toContain('BP-LOST');
    await hand.tap(/怎么打开/, 'bp.open-cuff');
    press('bp-1 plug');
    await hand.tap(/手臂出来了/, 'home');
    await expect.poll(() => hand.reads(), { timeout: 20_000 }).not.toContain('维修中');
    await demo.leaves();
  });

  test('dangerous once: measured again; borne out: act now, with an alarm until it is acknowledged', async () => {
    press('bp-1 take 190/118/88');
    const filed = await filedBy(3, async () => {
      await start();
      await hand.sees('bp.pause');
      expect(await hand.reads()).toContain('坐');
      await demo.waits('bp.pause');
      await hand.sees('act-now');
      await expect.poll(() => alarms().at(-1)).toMatchObject({ code: 'act-now', state: 'raised' });
      await expect.poll(() => demo.sounds()).toBe(true);
      await hand.tapToRead(/呼叫工作人员/, '呼叫已发出');
      await hand.tap(/120/, 'act-now.call');
      await hand.tap(/返回/, 'act-now');
      await hand.tapToRead(/我知道了/, '完成');
      await expect.poll(() => demo.sounds()).toBe(false);
      await expect.poll(() => alarms().some(({ code, state }) => code === 'act-now' && state === 'cleared')).toBe(true);
    });
    expect(filed.filter(({ derivedFrom }) => derivedFrom)).toHaveLength(1);
    await hand.tap(/完成/, 'home');
    await demo.leaves();
  });

  test('215/60 is possible: kept, flagged and measured again', async () => {
    press('bp-1 take 215/60/70');
    const filed = await filedBy(1, async () => {
      await start();
      await hand.sees('bp.pause');
      press('bp-1 take 150/80/70');
      await demo.waits('bp.pause');
      await hand.sees('bp.measuring');
      await hand.sees('bp.pause');
      await demo.waits('bp.pause');
      await hand.sees('bp.result');
    });
    expect(flagsOf(filed[0] as Observation)).toContain('soft-limit');
    await demo.leaves();
  });

  test('215/25 cannot be: no number is shown or filed, and twice it is for staff', async () => {
    press('bp-1 take 215/25/70');
    const filed = await filedBy(0, async () => {
      await start();
      await hand.sees('bp.problem');
      expect(await hand.reads()).toContain('BP-DOUBT');
      expect(await hand.reads()).not.toContain('215');
      await hand.tap(/再测一次/, 'bp.pause');
      await demo.waits('bp.pause');
      await hand.tap(/开始/, 'bp.measuring');
      await hand.sees('act-now');
      expect(await hand.reads()).not.toContain('215');
      await hand.tapToRead(/我知道了/, '完成');
    });
    expect(filed).toEqual([]);
    await demo.leaves();
  });
});

describe('glucose', () => {
  test.each([
    [/空腹/, 'fasting', '偏高'],
    [/饭后/, 'after-meal-2h', '正常'],
    [/其他时间/, 'random', '7.2'],
  ])('%s, in seven taps from home', async (words, meal, reads) => {
    const before = hand.taps();
    const filed = await filedBy(1, async () => {
      await demo.toStrip(words);
      await hand.tap(/插好了/, 'glu.drop');
      await hand.tap(/滴好了/, 'glu.wait');
      press('glucose-1 take 7.2');
      await hand.sees('glu.result');
      expect(hand.taps() - before).toBeLessThanOrEqual(7);
      expect(await hand.reads()).toContain(reads);
    });
    expect(filed[0]?.valueQuantity?.value).toBe(7.2);
    expect(flagsOf(filed[0] as Observation)).toContain(meal);
    await demo.leaves();
  });

  test.each(['LO', 'HI'])('%s: no number, act now', async (word) => {
    await demo.toStrip();
    press(`glucose-1 take ${word}`);
    await hand.sees('act-now');
    expect(await hand.reads()).toMatch(word === 'LO' ? /糖/ : /高于/);
    await hand.tapToRead(/我知道了/, '完成');
    await demo.leaves();
  });

  test('very high: asked how one feels, and told what that means', async () => {
    await demo.toStrip();
    press('glucose-1 take 18.2');
    await hand.tap(/没有/, 'glu.result');
    expect(await hand.reads()).toContain('今天');
    await demo.leaves();
  });
});

test('the low panel: larger letters, English, a sugar to its result', async () => {
  const page = await aPanel(demo.browser, 'landscape');
  await page.goto(`${demo.url}?panel=low`);
  const low = aHand(page);
  await low.tap(/点一下屏幕开始/, 'home');
  await low.tap(/语言|字/, 'settings');
  await low.tapToRead(/大字/, '大字');
  await low.tapToRead('English', 'Text size');
  await low.tap(/Back/, 'home');
  await low.tap(/Blood glucose/, 'guest.told');
  await low.tap(/I understand/, 'glu.context');
  await low.tap(/Fasting|nothing/i, 'glu.wash');
  demo.skip(20_000);
  await low.sees('glu.strip');
  press('glucose-1 take 5.4');
  await low.sees('glu.result');
  expect(await low.reads()).toContain('5.4');
  expect(await hand.reads()).not.toContain('5.4'); // before the other panel nobody sees anything of it
  await low.tap(/End/, 'bye');
  await page.context().close();
  await demo.leaves();
});

test('a monkey at the whole station: nothing is doubled, lost or stuck', async () => {
  await aMonkey(demo.page, MONKEY_SEED).taps(MONKEY_TAPS);
  // Wherever it has got to, a person finds the way out.
  await expect
    .poll(
      async () => {
        if (await hand.isAt('idle')) return true;
        const way = demo.page.getByRole('button', { name: /停止|Stop|结束|End/ }).first();
        const box = await way.boundingBox({ timeout: 500 }).catch(() => null);
        if (box) await touchAt(demo.page, box.x + box.width / 2, box.y + box.height / 2);
        return false;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true);
  const events = fold(demo.city.log); // throws when a repeat is not the same byte for byte
  const numbers = events.map(({ sequence }) => Number(sequence));
  const first = numbers[0] ?? 0;
  expect(first).toBeLessThanOrEqual(2); // the audit of its start may have gone before anyone could listen to its broker
  expect(numbers).toEqual(numbers.map((_, index) => first + index));
  const ids = new Set(observations().map(({ id }) => id));
  for (const { derivedFrom = [] } of observations())
    for (const { reference } of derivedFrom) expect(ids.has(reference.replace('Observation/', ''))).toBe(true);
});

test('the page made no error, and asked nobody else', () => {
  expect(demo.wrong).toEqual([]);
});
