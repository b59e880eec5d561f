/** Board, list and station: nothing that axe would say of them, and nothing too small to press, in every look. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleServer, openConsoleServer } from '../../console/console-server.ts';
import { openBrowser } from '../page.ts';
import { aConsolePage, findingsOfAxe, SIZES, type Size, THEMES } from './looks.ts';

let server: ConsoleServer;
let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  server = await openConsoleServer({ stations: 418 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const PAGES = {
  board: ['/', '416 个站点，406 个正常。'],
  list: ['/stations', '418 个站点'],
  'a station with a fault and a gap': ['/stations/hainan-01-00012', '安居1区老年食堂站'],
  'a station in maintenance': ['/stations/haibowan-07-00217', '南湖14区社区健康小屋'],
  nowhere: ['/nothing-here', ''],
} as const;
const LOOKS = Object.keys(SIZES).flatMap((size) => THEMES.map((theme) => [size as Size, theme] as const));
const LEAST_PX = { desk: 36, phone: 48 } as const;

test.each(LOOKS)(
  '%s, %s: axe finds nothing, every control is large enough, nothing runs out of the page',
  async (size, theme) => {
    const { page, complaints } = await aConsolePage(browser, size, theme);
    for (const [name, [path, heading]] of Object.entries(PAGES)) {
      await page.goto(server.url + path);
      if (heading) await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
      else await page.getByText('没有这一页').waitFor();
      expect(await findingsOfAxe(page), `${name}, ${size}, ${theme}`).toEqual([]);
      const small = await page.evaluate((least) => {
        const controls = [...document.querySelectorAll('button, input, select, nav a, .button')];
        return controls.flatMap((control) => {
          const { width, height } = control.getBoundingClientRect();
          const inText = control.closest('.path') !== null;
          return width === 0 || inText || height >= least ? [] : [`${control.outerHTML.slice(0, 90)}: ${height}`];
        });
      }, LEAST_PX[size]);
      expect(small, `${name}, ${size}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test('English: the same pages, and axe finds nothing', async () => {
  const { page } = await aConsolePage(browser);
  await page.goto(server.url);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: '416 stations, 406 normal.' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  for (const path of ['/', '/stations', '/stations/hainan-01-00012']) {
    await page.goto(server.url + path);
    await page.getByRole('link', { name: 'Overview' }).first().waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await findingsOfAxe(page)).toEqual([]);
    expect(await page.getByRole('main').innerText()).not.toMatch(/\{\w+\}/);
  }
  await page.context().close();
});
