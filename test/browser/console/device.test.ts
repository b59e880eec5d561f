import { describe, expect, test } from 'vitest';
import { aConsole, inOrder, LOOKS } from './a-console.ts';

const it = aConsole({ stations: 60 });

/** The station of which a meter does not answer, and its bin. */
const troubled = (): string => it.server.answers.alarms.find(({ code }) => code === 'device-down')?.stationId ?? '';
const PLACE = '/stations/haibowan-01-00001';

describe.each(LOOKS)('%s, %s', (size, scheme) => {
  test('a device is in order, with its chart and its table', async () => {
    const page = await it.page(size, scheme);
    await page.goto(`${it.server.url}${PLACE}/bin-paper`);
    await page.locator('.chart canvas').waitFor();
    await page.getByText('看数字').click();
    await page.getByRole('region', { name: '看数字' }).waitFor();
    await inOrder(page);
    await page.context().close();
  });
});

test('the chart is told in a sentence, and its numbers in the table are those of the service', async () => {
  const page = await it.page();
  const { trends = [] } = it.server.answers.device('haibowan-01-00001', 'bin-paper') ?? {};
  const values = trends.find(({ metric }) => metric === 'fillPercent')?.values ?? [];
  await page.goto(`${it.server.url}${PLACE}/bin-paper`);
  await page.getByRole('img', { name: `装了多少：从 ${values[0]}% 到 ${values.at(-1)}%。` }).waitFor();
  await page.getByText('看数字').click();
  const cells = await page.locator('.numbers td').allInnerTexts();
  expect(cells).toEqual(values.toReversed().map((value) => `${value}%`));
  await page.context().close();
});

test('the days are asked of the service, stand in the address, and are chosen by keys', async () => {
  const page = await it.page();
  await page.goto(`${it.server.url}${PLACE}/bin-paper`);
  await page.getByRole('radio', { name: '7 天' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toContain('days=30');
  await expect.poll(() => it.server.asked.some((asked) => asked.endsWith('/bin-paper?days=30'))).toBe(true);
  await page.context().close();
});

test('the chart is as wide as its place, also after that has changed', async () => {
  const page = await it.page();
  await page.goto(`${it.server.url}${PLACE}/bin-paper`);
  const width = () => page.locator('.chart .uplot').evaluate((chart) => chart.getBoundingClientRect().width);
  const room = () => page.locator('.chart').evaluate((place) => place.clientWidth);
  await page.locator('.chart canvas').waitFor();
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
  const station = troubled();
  expect(station).not.toBe('');
  await page.goto(`${it.server.url}/stations/${station}/blood-pressure`);
  await page.getByRole('table', { name: '告警' }).getByRole('link').click();
  await expect.poll(() => page.url()).toMatch(/\/alarms\/\d+$/);
  await page.context().close();
});
