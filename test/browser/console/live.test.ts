/** What changes changes where it stands; a break is said; whoever is signed out is shown the way in. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ConsoleServer, OPERATOR, openConsoleServer } from '../../console/console-server.ts';
import { openBrowser } from '../page.ts';
import { aConsolePage, type ConsolePage } from './looks.ts';

let server: ConsoleServer;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: ConsolePage['page'];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await openConsoleServer({ stations: 120 });
  ({ page } = await aConsolePage(browser));
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});
const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const station = (id: string) => {
  const found = server.answers.stations.find((row) => row.id === id);
  if (!found) throw new RangeError(id);
  return found;
};

test('a row changes in its place, without asking for the list again', async () => {
  await page.goto(`${server.url}/stations`);
  const row = page.locator('tr', { hasText: 'haibowan-01-00001' });
  await row.waitFor();
  await row.evaluate((element) => element.setAttribute('data-same', 'yes'));
  server.say({ stations: [{ ...station('haibowan-01-00001'), condition: 'fault', alarms: 2 }] });
  await expect.poll(() => row.innerText()).toContain('故障');
  expect(await row.getAttribute('data-same')).toBe('yes');
  expect(server.asked.filter((one) => one === 'GET /api/stations')).toHaveLength(1);
  // It stays where it is until the reader wants it elsewhere.
  expect(await row.getAttribute('aria-rowindex')).not.toBe('2');
  await page.getByRole('button', { name: '重新排序' }).click();
  await expect.poll(() => row.getAttribute('aria-rowindex')).toBe('2');
});

test("the board's sentence and its ring follow, and an acknowledged alarm goes", async () => {
  await page.goto(server.url);
  const { total, ok } = server.answers.board().counts;
  await heading(`${total} 个站点，${ok} 个正常。`).waitFor();
  server.say({ stations: [{ ...station('haibowan-01-00001'), condition: 'silent' }] });
  await heading(`${total} 个站点，${ok - 1} 个正常。`).waitFor();
  const panel = page.getByRole('region', { name: '等人确认' });
  const before = await panel.getByRole('listitem').count();
  await panel.getByRole('button').first().click();
  await expect.poll(() => panel.getByRole('listitem').count()).toBe(before - 1);
});

test("a station's page asks anew only for what is its own", async () => {
  await page.goto(`${server.url}/stations/haibowan-01-00001`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const asked = () => server.asked.filter((one) => one === 'GET /api/stations/haibowan-01-00001').length;
  expect(asked()).toBe(1);
  server.say({ devicesOf: ['haibowan-02-00002'] });
  server.say({ devicesOf: ['haibowan-01-00001'] });
  await expect.poll(asked).toBe(2);
});

test('a break is said, and after it everything is asked anew', async () => {
  await page.goto(server.url);
  await page.getByRole('heading', { level: 2, name: '14 个生活圈' }).waitFor();
  const boards = () => server.asked.filter((one) => one === 'GET /api/board').length;
  const before = boards();
  server.vanish(true);
  await page.getByText('连接断了').waitFor();
  server.vanish(false);
  await page.getByText('连接断了').waitFor({ state: 'detached' });
  await expect.poll(boards).toBeGreaterThan(before);
});

test('sign-in: what is missing is said, what does not match is said without blame, then the board stands there', async () => {
  server.signedIn(undefined);
  await page.goto(`${server.url}/stations`);
  await heading('登录维护台').waitFor();
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('alert').getByText('还差一点').waitFor();
  await page.getByLabel('账号').fill('operator.one');
  await page.getByLabel('密码').fill('a password of the tests');
  await page.getByLabel('验证码').fill('999999');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('没有对上').waitFor();
  expect(await page.getByLabel('验证码').inputValue()).toBe('');
  await page.getByLabel('验证码').fill('123456');
  await page.keyboard.press('Enter');
  await heading('120 个站点').waitFor(); // where one wanted to go
  server.signedIn(undefined);
  await page.getByRole('link', { name: '总览' }).first().click();
  server.say({ many: true });
  await heading('登录维护台').waitFor();
});

test('a fitter has the own district alone, a viewer no keys', async () => {
  server.signedIn({ ...OPERATOR, role: 'fitter', districts: ['wuda'] });
  await page.goto(server.url);
  await page.getByRole('heading', { level: 2, name: '4 个生活圈' }).waitFor();
  expect(await page.getByRole('navigation', { name: '区' }).count()).toBe(0);
  server.signedIn({ ...OPERATOR, role: 'viewer' });
  await page.reload();
  const panel = page.getByRole('region', { name: '等人确认' });
  await panel.getByRole('listitem').first().waitFor();
  expect(await panel.getByRole('button').count()).toBe(0);
});

test('maintenance is begun on a page of its own; Escape leaves it, and the focus is where it was', async () => {
  await page.goto(`${server.url}/stations/haibowan-01-00001`);
  const key = page.getByRole('button', { name: '开始维护' });
  await key.click();
  const dialog = page.getByRole('dialog', { name: '开始维护' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await key.evaluate((element) => element === document.activeElement)).toBe(true);
  await key.click();
  await dialog.getByRole('button', { name: '开始维护' }).click();
  await dialog.getByRole('alert').getByText('请写明做什么').waitFor();
  await dialog.getByLabel('做什么').fill('换传感器');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect(server.asked).toContain('POST /api/stations/haibowan-01-00001/maintenance');
});
