/** Maintenance of a station is begun and ended by hand, with a reason that whoever comes later reads. */
import { expect, test } from 'vitest';
import type { StationPage } from '../../../fleet/contract/stations.ts';
import { aConsole, questionsOf } from './a-console.ts';

const it = aConsole(20);
const ID = 'haibowan-02-00002';
const maintenance = async () => {
  const page: StationPage = await (await it.app.ask('viewer', 'GET', `/api/stations/${ID}`)).json();
  return page.maintenance;
};

test('it is begun on a page of its own, and ended there; Escape leaves it, and the focus is where it was', async () => {
  const page = await it.page({ who: 'operator' });
  const asked = questionsOf(page);
  await page.goto(`${it.url}/stations/${ID}`);
  const key = page.getByRole('button', { name: '开始维护' });
  await key.click();
  const dialog = page.getByRole('dialog', { name: /^开始维护：/ });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await key.evaluate((element) => element === document.activeElement)).toBe(true);
  await key.click();
  await dialog.getByRole('button', { name: '开始维护' }).click();
  await dialog.getByRole('alert').getByText('请写明做什么').waitFor();
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
  await dialog.getByLabel('多长时间').selectOption('120');
  await dialog.getByLabel('做什么').fill('换传感器');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const until = it.app.fleet.clock.wall() + 120 * 60_000;
  expect(await maintenance()).toEqual({ until, by: 'operator', reason: '换传感器' });
  await page.getByText('换传感器').waitFor();
  await page.getByRole('button', { name: '结束维护' }).click();
  await page
    .getByRole('dialog', { name: /^结束维护：/ })
    .getByRole('button', { name: '结束维护' })
    .click();
  await key.waitFor();
  expect(await maintenance()).toBeUndefined();
  await page.context().close();
});

test('when the service does not take it, that is said where it was asked', async () => {
  const page = await it.page();
  await page.goto(`${it.url}/stations/${ID}`);
  await page.getByRole('button', { name: '开始维护' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('做什么').fill('换传感器');
  await page.route('**/maintenance', (route) => route.abort());
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('服务没有应答').waitFor();
  await page.unroute('**/maintenance');
  await page.route('**/maintenance', (route) =>
    route.fulfill({ status: 404, json: { code: 'not-found', message: '' } }),
  );
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('没有做成').waitFor();
  expect(await maintenance()).toBeUndefined();
  await page.context().close();
});
