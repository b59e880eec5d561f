/** Every page, at a desk and on a phone, by day and by night: axe finds nothing, nothing is too small to press or runs out. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { aConsole, complaintsOf, findingsOfAxe, found, LOOKS, type Size, sticksOut } from './a-console.ts';

/** A whole city's rings, and devices enough for every page: hundreds of bins more are axe's work alone. */
const it = aConsole(418, (city) => {
  const troubled = new Set(city.alarms.map(({ station_id }) => station_id));
  const devices = city.devices.filter(({ station_id: id }) => troubled.has(id) || Number(id.slice(-5)) <= 100);
  return { ...city, devices };
});
const LEAST_PX = { desk: 36, phone: 48 } as const;

/** What has happened in this city, so that every page has something to show. */
beforeAll(async () => {
  const { app } = it;
  const act = (alarmIds: number[], act: object) => app.ask('operator', 'POST', '/api/alarms/acts', { alarmIds, act });
  await act([1], { kind: 'comment', text: '下午去看，等配件' });
  await act([1], { kind: 'assign', to: 'fitter' });
  await act([3], { kind: 'shelve', minutes: 240, reason: '等配件' });
  await app.ask('admin', 'POST', '/api/accounts/auditor/disabled', { disabled: true });
});

/** Opens a page and waits until it stands there. */
type Open = (page: Page) => Promise<void>;
const at =
  (path: string, waitFor: string): Open =>
  async (page) => {
    await page.goto(it.url + path);
    await page.locator(waitFor).first().waitFor();
  };
const FAULT = '/stations/hainan-01-00012';
const PAGES: Readonly<Record<string, Open>> = {
  board: at('/', '.alarm-item'),
  stations: at('/stations', 'tbody tr'),
  'a station with a fault and a gap': at(FAULT, '.devices'),
  'a station in maintenance': at('/stations/haibowan-07-00217', '.devices'),
  'its way into maintenance': async (page) => {
    await at(FAULT, '.devices')(page);
    await page.getByRole('button', { name: /开始维护|Begin maintenance/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'a device, its chart and its numbers': async (page) => {
    await at(`${FAULT}/bin-paper`, '.chart canvas')(page);
    await page.locator('summary').click();
  },
  alarms: at('/alarms', '.alarm-row'),
  'alarms that are shelved': at('/alarms?show=shelved', '.alarm-row'),
  'what a shelving asks': async (page) => {
    await at('/alarms/1', '.history li')(page);
    await page.getByRole('button', { name: /搁置|Shelve/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  rounds: at('/rounds', '.sketch svg'),
  audit: at('/audit', '.audit-list li'),
  accounts: at('/accounts', '.account-list li'),
  'a new account': async (page) => {
    await at('/accounts', '.account-list li')(page);
    await page.locator('.page-head .button').click();
    await page.getByRole('dialog').waitFor();
  },
  oneself: at('/me', '.me-page nav'),
  nowhere: at('/nothing-here', '.empty'),
  'sign-in, of which something is missing': async (page) => {
    await page.context().clearCookies();
    await at('/', '.sign-in form')(page);
    await page.locator('.sign-in .primary').click();
    await page.getByRole('alert').waitFor();
  },
};

/** Links in a sentence and in a path are as high as their words. */
const tooSmall = (page: Page, size: Size): Promise<string[]> =>
  page.evaluate((least) => {
    const over = document.querySelector('dialog') ?? document;
    const controls = [
      ...over.querySelectorAll('button, input:not([type=radio], [type=checkbox]), select, nav a, .button'),
    ];
    return controls.flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      if (width === 0 || control.closest('.path, .crumbs') !== null || height >= least) return [];
      return [`${control.outerHTML.slice(0, 90)}: ${height}`];
    });
  }, LEAST_PX[size]);

/** Each size and each scheme once; with `YIKE_LOOKS=all` each with each. */
const looks = process.env.YIKE_LOOKS === 'all' ? LOOKS : ([LOOKS[0], LOOKS[3]] as const);
test.each(looks)('%s, %s', async (size, scheme) => {
  const page = await it.page({ size, scheme, who: 'admin' });
  const complaints = complaintsOf(page);
  for (const [name, open] of Object.entries(PAGES)) {
    await open(page);
    const what = `${name}, ${size}, ${scheme}`;
    expect(await findingsOfAxe(page), what).toEqual([]);
    expect(await tooSmall(page, size), what).toEqual([]);
    expect(await sticksOut(page), what).toBe(0);
  }
  // The last page is for who is not signed in: that the service says so is no complaint.
  expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  await page.context().close();
});

test('English, at a desk: no word is missing, and axe finds nothing', async () => {
  const page = await it.page({ who: 'admin' });
  await page.goto(it.url);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: /^416 stations, \d+ normal\.$/ }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  for (const [name, open] of Object.entries(PAGES)) {
    await open(page);
    expect(await findingsOfAxe(page), name).toEqual([]);
    expect(await sticksOut(page), name).toBe(0);
    expect(await page.getByRole('main').innerText(), name).not.toMatch(/\{\w+\}/);
  }
  await page.context().close();
});

test('with many alarms, the board of a desk shows its bins without scrolling, in either language', async () => {
  const page = await it.page();
  await page.goto(it.url);
  const bins = page.locator('.bin');
  for (const language of ['中文', 'English']) {
    if (language === 'English') await page.getByRole('button', { name: language }).click();
    await bins.first().waitFor();
    expect(await page.locator('.alarm-item').count()).toBe(5);
    const last = found((await bins.last().boundingBox()) ?? undefined, 'bin');
    expect(last.y + last.height).toBeLessThanOrEqual(900);
  }
  await page.context().close();
});

test('on a phone, audit and accounts lie behind who one is, and there are the language and the way out', async () => {
  const page = await it.page({ size: 'phone', who: 'admin' });
  await page.goto(it.url);
  await page.getByRole('link', { name: 'admin · 管理员' }).tap();
  await page.getByRole('heading', { level: 1, name: 'admin' }).waitFor();
  await page.getByRole('link', { name: '审计' }).and(page.locator('main a')).tap();
  await page.getByRole('heading', { level: 1, name: '审计' }).waitFor();
  await page.goBack();
  await page.getByRole('main').getByRole('button', { name: 'English' }).tap();
  await page.getByRole('main').getByRole('link', { name: 'Accounts' }).tap();
  await page.getByRole('heading', { level: 1, name: '5 accounts.' }).waitFor();
  await page.context().close();
});
