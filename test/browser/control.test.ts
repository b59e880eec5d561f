/** A meter that marks its control solutions, as the drivers of today cannot: its own small language, and the real rest of it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { glucose } from '../../edge-agent/domain/reading.ts';
import { driver } from '../../edge-agent/drivers/driver.ts';
import { NEVER } from '../../edge-agent/protocols/conversation.ts';
import { pipe } from '../../edge-agent/transports/pipe.ts';
import { aHut, anyFiling, type Hut } from '../hut.ts';
import { type Served, served } from '../served.ts';
import { aHand, type Hand } from './hand.ts';
import { aPanel, openBrowser } from './page.ts';

/** Two bytes a result: tenths of mmol/L, and whether it was the solution of the bottle. */
interface Frame {
  readonly tenths: number;
  readonly control: boolean;
}

const marking = driver<Frame>({
  id: 'marking-meter',
  models: ['A meter that marks control solutions'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['glucose'],
  check: 'none',
  sureness: 'high',
  source: 'this test',
  language: {
    cut: ([tenths, control]) =>
      tenths === undefined || control === undefined ? 'wait' : { frame: { tenths, control: control === 1 }, used: 2 },
  },
  *greet() {},
  *idle(line) {
    for (;;) {
      const frame = yield NEVER;
      if (!frame) continue;
      line.tell(glucose({ mmolPerL: frame.tenths / 10, ...(frame.control && { flags: ['control'] }) }));
    }
  },
});

const meter = pipe('meter', () => {});
let hut: Hut;
let app: Served;
let browser: Browser;
let page: Page;
let hand: Hand;

beforeAll(async () => {
  hut = await aHut({ sockets: { 'glucose-1': meter.socket }, drivers: { 'glucose-1': marking } });
  app = await served(hut);
  browser = await openBrowser();
  page = await aPanel(browser);
  await page.goto(app.url);
  hand = aHand(page);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await hut?.close();
});

/** What the meter says reaches the screen once the hut's clock lets it. */
async function says(tenths: number, control: boolean): Promise<void> {
  meter.say(Uint8Array.of(tenths, control ? 1 : 0));
  await hut.clock.pass(100);
}

test('a control solution is neither shown nor filed; the drop of blood behind it is', async () => {
  const before = (await hut.agent.file(anyFiling)).sequence;
  await hand.tap(/点一下屏幕开始/, 'home');
  await hand.tap(/测血糖/, 'guest.told');
  await hand.tap(/知道了/, 'glu.context');
  await hand.tap(/空腹/, 'glu.wash');
  await hut.clock.pass(20_000);
  await hand.sees('glu.strip');
  await says(67, true);
  await hand.sees('glu.problem');
  expect(await hand.reads()).toContain('GLU-CONTROL');
  expect(await hand.reads()).not.toContain('6.7');
  await hand.tap(/再来一次|再测|换好|好了/, 'glu.strip');
  await says(53, false);
  await hand.sees('glu.result');
  expect(await hand.reads()).toContain('5.3');
  expect((await hut.agent.file(anyFiling)).sequence).toBe(before + 2); // behind the one of blood
});
