/** What changes changes where it stands; a break is said, and what happened in it is asked for. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aConsole, findingsOfAxe, headingOf, questionsOf, stands } from './a-console.ts';

const it = aConsole(120);
const ID = 'haibowan-01-00001';

let page: Page;
beforeEach(async () => {
  page = await it.page();
  await become('ok');
  await it.app.fleet.clock.pass(10_000); // a stream that begins is told what was told in the last seconds
});
afterEach(() => page.context().close());

/** As a receiver or a judge writes it. */
async function become(condition: 'ok' | 'fault' | 'silent', id = ID): Promise<void> {
  const { databases, clock } = it.app.fleet;
  const change = { condition, changed_ms: clock.wall() };
  await databases.fleet.updateTable('station').set(change).where('station_id', '=', id).execute();
}
/** Until the page says so, the service's clock goes on. */
const passesUntil = (read: () => Promise<unknown>) =>
  expect.poll(async () => {
    await it.aSecond();
    return read();
  });

test('a row changes in its place, without asking for the list again', async () => {
  const asked = questionsOf(page);
  await it.goTo(page, '/stations');
  const row = page.locator('tr', { hasText: ID });
  await row.waitFor();
  await row.evaluate((element) => element.setAttribute('data-same', 'yes'));
  await become('fault');
  await passesUntil(() => row.innerText()).toContain('故障');
  expect(await row.getAttribute('data-same')).toBe('yes');
  expect(asked.filter((one) => one === 'GET /api/stations')).toHaveLength(1);
  // It stays where it is until the reader wants it elsewhere.
  const place = Number(await row.getAttribute('aria-rowindex'));
  await page.getByRole('button', { name: '重新排序' }).click();
  await expect.poll(async () => Number(await row.getAttribute('aria-rowindex'))).toBeLessThan(place);
});

test("the board's sentence and its ring follow, and an acknowledged alarm goes", async () => {
  const counted = it.city.stations.filter(({ demo }) => demo === 0);
  const ok = counted.filter(({ condition }) => condition === 'ok').length;
  await it.goTo(page, '/');
  await stands(page, `${counted.length} 个站点，${ok} 个正常。`);
  await become('silent');
  await passesUntil(() => headingOf(page, /个站点/).innerText()).toBe(`${counted.length} 个站点，${ok - 1} 个正常。`);
  const panel = page.getByRole('region', { name: '等人确认' });
  const before = await panel.getByRole('listitem').count();
  await panel.getByRole('button').first().click();
  await expect.poll(() => panel.getByRole('listitem').count()).toBe(before - 1);
});

test('no page but the board asks for the whole city', async () => {
  const asked = questionsOf(page);
  for (const path of ['/stations', `/stations/${ID}`, '/alarms', '/rounds']) {
    await it.goTo(page, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('navigation', { name: '区' }).waitFor();
  }
  expect(asked).not.toContain('GET /api/board');
});

test("a station's page asks anew only for what is its own", async () => {
  const asked = questionsOf(page);
  const times = () => asked.filter((one) => one === `GET /api/stations/${ID}`).length;
  await it.goTo(page, `/stations/${ID}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const beside = await page.context().newPage();
  const askedBeside = questionsOf(beside);
  await it.goTo(beside, '/');
  await beside.getByRole('heading', { level: 2, name: '14 个生活圈' }).waitFor();
  const boards = () => askedBeside.filter((one) => one === 'GET /api/board').length;
  const before = boards();
  await become('fault', 'haibowan-02-00002');
  const { databases, clock } = it.app.fleet;
  const heard = databases.fleet.updateTable('device').set({ changed_ms: clock.wall() });
  await heard.where('station_id', '=', 'haibowan-02-00002').execute();
  await passesUntil(async () => boards()).toBeGreaterThan(before);
  expect(times()).toBe(1);
  await become('fault');
  await passesUntil(async () => times()).toBe(2);
});

test('a break is said, and after it everything is asked anew', async () => {
  const asked = questionsOf(page);
  await it.goTo(page, '/');
  await page.getByRole('heading', { level: 2, name: '14 个生活圈' }).waitFor();
  const boards = () => asked.filter((one) => one === 'GET /api/board').length;
  const before = boards();
  await page.route('**/api/**', (route) => route.abort());
  it.app.app.server.closeAllConnections();
  await page.getByText('连接断了').waitFor();
  expect(await findingsOfAxe(page)).toEqual([]);
  await page.unroute('**/api/**');
  await page.getByText('连接断了').waitFor({ state: 'detached' });
  await expect.poll(boards).toBeGreaterThan(before);
});

test('whoever is signed out meanwhile is shown the way in, and then where they wanted to go', async () => {
  await it.goTo(page, '/');
  await page.context().clearCookies();
  await page.getByRole('link', { name: '告警' }).first().click();
  await stands(page, '登录维护台');
  expect(page.url()).toBe(`${it.url}/alarms`);
});

test('a fitter has the own district alone, a viewer no keys', async () => {
  const fitters = await it.page({ who: 'fitter' });
  await it.goTo(fitters, '/');
  await fitters.getByRole('heading', { level: 2, name: '4 个生活圈' }).waitFor();
  expect(await fitters.getByRole('navigation', { name: '区' }).count()).toBe(0);
  await fitters.context().close();
  const viewers = await it.page({ who: 'viewer' });
  await it.goTo(viewers, '/');
  const panel = viewers.getByRole('region', { name: '等人确认' });
  await panel.getByRole('listitem').first().waitFor();
  expect(await panel.getByRole('button').count()).toBe(0);
  await viewers.context().close();
});
