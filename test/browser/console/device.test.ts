import { expect, test } from 'vitest';
import type { DevicePage } from '../../../fleet/contract/stations.ts';
import { aConsole, found, questionsOf } from './a-console.ts';

const it = aConsole(60);
const BIN = '/stations/haibowan-01-00001/bin-paper';

test('the chart is told in a sentence, and its numbers in the table are those of the service', async () => {
  const page = await it.page();
  const answer = await it.app.ask('operator', 'GET', '/api/stations/haibowan-01-00001/devices/bin-paper?days=7');
  const { trends }: DevicePage = await answer.json();
  const { values } = found(
    trends.find(({ metric }) => metric === 'fillPercent'),
    'trend of it',
  );
  await page.goto(`${it.url}${BIN}`);
  await page.getByRole('img', { name: `装了多少：从 ${values[0]}% 到 ${values.at(-1)}%。` }).waitFor();
  await page.getByText('看数字').click();
  const cells = await page.locator('.numbers td').allInnerTexts();
  expect(cells.filter((cell) => cell.endsWith('%'))).toEqual(values.toReversed().map((value) => `${value}%`));
  await page.context().close();
});

test('the days are asked of the service, stand in the address, and are chosen by keys', async () => {
  const page = await it.page();
  const asked = questionsOf(page);
  await page.goto(`${it.url}${BIN}`);
  await page.getByRole('radio', { name: '7 天' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toContain('days=30');
  await expect.poll(() => asked.some((one) => one.endsWith('/bin-paper?days=30'))).toBe(true);
  await page.context().close();
});

test('the chart is as wide as its place, also after that has changed', async () => {
  const page = await it.page();
  await page.goto(`${it.url}${BIN}`);
  const width = () =>
    page
      .locator('.chart .uplot')
      .first()
      .evaluate((chart) => chart.getBoundingClientRect().width);
  const room = () =>
    page
      .locator('.chart')
      .first()
      .evaluate((place) => place.clientWidth);
  await page.locator('.chart canvas').first().waitFor();
  for (const size of [
    { width: 800, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await expect.poll(async () => (await width()) - (await room())).toBe(0);
    expect(await room()).toBeLessThan(size.width);
  }
  await page.context().close();
});

test('its alarms lead to their history', async () => {
  const page = await it.page();
  const down = found(
    it.city.alarms.find(({ code }) => code === 'device-down'),
    'device that is down',
  );
  await page.goto(`${it.url}/stations/${down.station_id}/blood-pressure`);
  await page.getByRole('table', { name: '告警' }).getByRole('link').click();
  await expect.poll(() => page.url()).toMatch(/\/alarms\/\d+$/);
  await page.context().close();
});
