/** `npm start` and its console: a device is unplugged at the terminal, and staff see it, answer for it, and see it mended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aFreePort } from '../free-port.ts';
import { aProcess, type Process } from '../process.ts';
import { openBrowser } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-city-'));
let demo: Process;
let browser: Browser;
let url: string;
let signIn: { readonly name: string; readonly password: string };

const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
} as const;

beforeAll(async () => {
  const port = await aFreePort(3);
  demo = aProcess(['kiosk/bootstrap.mjs', 'demo', '--port', String(port), '--data', folder]);
  const line = await demo.says((said) => said.startsWith('  console '));
  const [, name = '', password = ''] = /name (\S+) +password (\S+) /.exec(line) ?? [];
  signIn = { name, password };
  url = `http://127.0.0.1:${port + 1}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await demo?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

/** At a desk, signed in by hand with what the terminal shows. */
async function signedIn(): Promise<Page> {
  const page = await (await browser.newContext({ ...SIZES.desk, locale: 'zh-CN', reducedMotion: 'reduce' })).newPage();
  await page.goto(url);
  await page.getByLabel('账号').fill(signIn.name);
  await page.getByLabel('密码').fill(signIn.password);
  demo.type('code');
  await page.getByLabel('验证码').fill(await demo.says((line) => /^\d{6}$/.test(line)));
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: /个站点/ }).waitFor();
  return page;
}

/** The same session in a hand that taps. */
async function onPhone(page: Page): Promise<Page> {
  const storageState = await page.context().storageState();
  return (
    await browser.newContext({ ...SIZES.phone, storageState, locale: 'zh-CN', reducedMotion: 'reduce' })
  ).newPage();
}

const device = (page: Page): Locator => page.getByRole('row').filter({ hasText: 'bp-1' });
const reads = (of: Locator, words: RegExp) => expect.poll(() => of.innerText()).toMatch(words);

test('a device that is unplugged shows on an open page, is answered for by keys and by taps, and clears when it is back', async () => {
  const page = await signedIn();
  await page.goto(`${url}/stations/demo-hut-01`);
  await reads(device(page), /正常/);
  demo.type('bp-1 unplug');
  await reads(device(page), /没有插上/); // on the page as it stands open

  const phone = await onPhone(page);
  await phone.goto(`${url}/alarms`);
  const row = (on: Page): Locator => on.getByRole('row', { name: /设备不工作/ });
  await row(phone).waitFor();
  await row(phone).getByRole('button', { name: /确认/ }).tap();
  await expect.poll(() => row(phone).count()).toBe(0); // nobody waits for it any more

  await page.goto(`${url}/alarms`);
  await page
    .getByRole('tab', { name: /未消除/ })
    .or(page.getByRole('link', { name: /未消除/ }))
    .click();
  await row(page).waitFor();
  await page.keyboard.press('g');
  await page.getByRole('radio', { name: /管理员/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await reads(row(page), /管理员/);
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: /搁置/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('等配件');
  await page.keyboard.press('Enter');
  await expect.poll(() => row(page).count()).toBe(0);
  await page.keyboard.press('z');
  await row(page).waitFor();

  demo.type('bp-1 plug');
  await expect.poll(() => row(page).count()).toBe(0);
  await page.goto(`${url}/stations/demo-hut-01`);
  await reads(device(page), /正常/);
  await page.goto(`${url}/audit`);
  for (const act of [/确认告警/, /搁置告警/, /转交告警|交给/]) await page.getByText(act).first().waitFor();
});
