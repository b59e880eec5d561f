/** Ten thousand stations: a few rows in the page, all of them within reach of the keys. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { StationRow } from '../../../fleet/contract/stations.ts';
import { listed } from '../../../ui/console/stations/listing.ts';
import { aConsole } from './a-console.ts';

const STATIONS = 10_000;
const MOST_ROWS = 150;
const it = aConsole(STATIONS, (city) => ({ ...city, devices: [], metrics: [], events: [] }));
let page: Page;
beforeEach(async () => {
  page = await it.page();
  await page.goto(`${it.url}/stations`);
  await page.getByRole('heading', { level: 1, name: `${STATIONS} 个站点` }).waitFor();
  await page.locator('table[aria-busy=false]').waitFor();
  return () => page.context().close();
});

const rows = (): Promise<number> => page.locator('tbody tr').count();
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

test('wherever one scrolls, what is seen is there, and never more than 150 rows', async () => {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (const share of [0, 0.001, 0.31, 0.5, 0.98, 1, 0.2]) {
    await page.evaluate((top) => window.scrollTo(0, top), height * share);
    await expect
      .poll(() =>
        page.evaluate(() => {
          const middle = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
          return middle?.closest('tr')?.getAttribute('aria-rowindex') !== undefined;
        }),
      )
      .toBe(true);
    expect(await rows()).toBeLessThanOrEqual(MOST_ROWS);
  }
  expect(await page.locator('table').getAttribute('aria-rowcount')).toBe(String(STATIONS + 1));
});

test.each([
  ['in time for the first picture', false],
  ['behind it', true],
])(
  'an answer that comes %s and breaks off shows what has come of it, says so, and can be asked for again',
  async (_, late) => {
    const answer = await page.request.get(`${it.url}/api/stations`);
    const lines = (await answer.text()).split('\n');
    const broken = `${lines.slice(0, 3).join('\n')}\n[{"id":"haibo`;
    await page.route('**/api/stations', async (route) => {
      if (late) await page.getByRole('heading', { level: 1, name: '站点', exact: true }).waitFor();
      await route.fulfill({ contentType: 'application/x-ndjson', body: broken });
    });
    await page.reload();
    await page.getByText('服务没有应答').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`${STATIONS} 个站点`);
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe('-1');
    const [worst] = JSON.parse(lines[1] ?? '');
    expect(await page.locator('tbody th a').first().innerText()).toBe(worst.name['zh-CN']);
    await page.unroute('**/api/stations');
    await page.getByRole('button', { name: '再试一次' }).click();
    await page.locator(`table[aria-rowcount="${STATIONS + 1}"]`).waitFor();
  },
);

test('j, k, End and Home move, Enter opens, and back comes back', async () => {
  const [first, second] = await page.locator('tbody th a').allInnerTexts();
  await page.keyboard.press('j');
  await expect.poll(focused).toBe(first);
  await page.keyboard.press('j');
  await expect.poll(focused).toBe(second);
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toBe(first);
  await page.keyboard.press('End');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('tr')?.ariaRowIndex))
    .toBe(String(STATIONS + 1));
  await page.keyboard.press('Home');
  await expect.poll(focused).toBe(first);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first ?? '', exact: true }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: `${STATIONS} 个站点` }).waitFor();
});

test('/ finds, and what is found can be left again', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('haibowan-06-00258');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '1 个站点' }).waitFor();
  expect(await rows()).toBe(1);
  await page.getByRole('button', { name: '不再找' }).click();
  await page.getByRole('heading', { level: 1, name: `${STATIONS} 个站点` }).waitFor();
});

test('a condition, a district and a circle narrow it', async () => {
  const silent = it.city.stations.filter(({ condition }) => condition === 'silent');
  await page.getByRole('link', { name: '失联' }).click();
  await page.getByRole('heading', { level: 1, name: `${silent.length} 个站点` }).waitFor();
  await page.getByRole('link', { name: '乌达区' }).click();
  const inWuda = silent.filter(({ district }) => district === 'wuda');
  await page.getByRole('heading', { level: 1, name: `${inWuda.length} 个站点` }).waitFor();
  await page.getByRole('combobox', { name: '生活圈' }).selectOption('wuda-03');
  const found = inWuda.filter(({ circle }) => circle === 'wuda-03');
  await page.getByRole('heading', { level: 1, name: `${found.length} 个站点` }).waitFor();
});

test('from end to end: all ten thousand, each once, trouble first, and never more than 150 rows', async () => {
  await page.setViewportSize({ width: 720, height: 4_300 });
  const { all, seen, most } = await page.evaluate(async () => {
    const answer = await fetch('/api/stations');
    const [, ...lines] = (await answer.text()).trimEnd().split('\n');
    const all: StationRow[] = lines.flatMap((line) => JSON.parse(line));
    const seen: Record<string, string> = {};
    let most = 0;
    const frame = () => new Promise(requestAnimationFrame);
    const standsAt = (y: number) => document.elementFromPoint(innerWidth / 2, y)?.closest('.long-table tr') !== null;
    for (let before = -1; window.scrollY !== before; ) {
      do await frame();
      while (!standsAt(innerHeight / 5) || !standsAt((4 * innerHeight) / 5));
      const rows = [...document.querySelectorAll('.long-table tbody tr')];
      most = Math.max(most, rows.length);
      for (const row of rows)
        seen[row.getAttribute('aria-rowindex') ?? ''] =
          `${row.querySelector('a')?.pathname} ${row.querySelector('a')?.text}`;
      before = window.scrollY;
      window.scrollBy(0, 4_200);
    }
    return { all, seen, most };
  });
  const inOrder = listed(all, { condition: '', district: '', circle: '', q: '' });
  expect(inOrder).toHaveLength(STATIONS);
  const wanted = inOrder.map(({ id, name }, index) => [String(index + 2), `/stations/${id} ${name['zh-CN']}`]);
  expect(seen).toEqual(Object.fromEntries(wanted));
  expect(most).toBeLessThanOrEqual(MOST_ROWS);
});

test('a row that is scrolled away takes the focus with it: no other station stands under Enter', async () => {
  const [first] = await page.locator('tbody th a').allInnerTexts();
  await page.keyboard.press('j');
  await expect.poll(focused).toBe(first);
  await page.evaluate(() => window.scrollTo(0, 200_000));
  await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await page.keyboard.press('j');
  await expect.poll(focused).toBe(first);
});
