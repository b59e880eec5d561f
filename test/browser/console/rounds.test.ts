import { expect, test } from 'vitest';
import type { Rounds } from '../../../fleet/contract/rounds.ts';
import { aConsole } from './a-console.ts';

const it = aConsole(120);

test('those due are chosen; the list and the map say the same order, and hands change it', async () => {
  const page = await it.page({ size: 'phone' });
  await page.goto(`${it.url}/rounds`);
  await page.locator('.sketch svg').waitFor();
  const stops = page.locator('.stops li');
  const { bins }: Rounds = await (await it.app.ask('operator', 'GET', '/api/rounds')).json();
  const due = bins.filter(({ fillPercent, demo }) => fillPercent >= 80 && !demo);
  const count = new Set(due.map(({ stationId }) => stationId)).size;
  expect(count).toBeGreaterThan(1);
  expect(await stops.count()).toBe(count);
  expect(await page.locator('.sketch .stop').count()).toBe(count);

  // A bin more, by a tap.
  const more = page.locator('.bin-list input:not(:checked)').first();
  await more.tap();
  await expect.poll(() => stops.count()).toBe(count + 1);

  // From another stop on.
  const last = await stops.last().getByRole('link').innerText();
  await stops.last().getByRole('button', { name: '从这里出发' }).tap();
  await expect.poll(() => stops.first().getByRole('link').innerText()).toBe(last);

  await page.getByRole('button', { name: '都不选' }).tap();
  await expect.poll(() => stops.count()).toBe(0);
  expect(await page.getByRole('button', { name: '打印路线' }).isDisabled()).toBe(true);
  await page.context().close();
});

test('on paper there are the map and the list, and nothing to press', async () => {
  const page = await it.page();
  await page.goto(`${it.url}/rounds`);
  await page.locator('.stops li').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.locator('.bin-list').first().isVisible()).toBe(false);
  expect(await page.locator('.stops li').first().isVisible()).toBe(true);
  expect(await page.locator('.sketch svg').isVisible()).toBe(true);
  await page.context().close();
});
