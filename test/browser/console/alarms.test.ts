/** Alarms acted upon by keys and by taps, over the real service: what it has then is what the page said. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { AlarmPage, AlarmRow } from '../../../fleet/contract/alarms.ts';
import type { Who } from '../../fleet/an-app.ts';
import { aConsole, questionsOf, type Size } from './a-console.ts';
import { putAlarms } from './some-alarms.ts';

const it = aConsole(60);
beforeEach(() => putAlarms(it.app.fleet, it.city));

async function opened(size: Size = 'desk', who: Who = 'operator'): Promise<Page> {
  const page = await it.page({ size, who });
  await page.goto(`${it.url}/alarms`);
  await page.locator('.alarm-row').first().waitFor();
  return page;
}

/** As the service has it. */
async function alarm(id: number): Promise<AlarmRow> {
  const page: AlarmPage = await (await it.app.ask('viewer', 'GET', `/api/alarms/${id}`)).json();
  return page.alarm;
}
const acknowledged = async (): Promise<number[]> => {
  const rows = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(alarm));
  return rows.filter(({ acknowledged }) => acknowledged !== undefined).map(({ id }) => id);
};

const said = (page: Page) => page.locator('.outcome [role=status]');
const keys = async (page: Page, ...strokes: readonly string[]): Promise<void> => {
  for (const stroke of strokes) await page.keyboard.press(stroke);
};

test('by keys alone: what is chosen is acknowledged, told, and leaves the list', async () => {
  const page = await opened();
  await keys(page, 'j', 'x', 'j', 'x', 'a');
  await expect.poll(() => said(page).textContent()).toBe('已确认 4 条。');
  expect(await acknowledged()).toEqual([2, 3, 4, 5]);
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
  // The keys go on where the row has left.
  await expect.poll(() => page.locator('.alarm-row:focus').textContent()).toContain('血压计 6');
  await page.context().close();
});

test('by keys alone: shelved with a reason, taken back, and shelved no more', async () => {
  const page = await opened();
  await keys(page, 'j', 's');
  await page.getByRole('dialog', { name: '搁置 1 条告警' }).waitFor();
  await keys(page, 'ArrowDown', 'Tab');
  await page.keyboard.type('等配件');
  await page.keyboard.press('Enter');
  await expect.poll(() => said(page).textContent()).toBe('已搁置 1 条。');
  const until = it.app.fleet.clock.wall() + 240 * 60_000;
  expect((await alarm(2)).shelved).toEqual({ until, by: 'operator', reason: '等配件' });
  await expect.poll(() => page.getByRole('row', { name: /血压计 2/ }).count()).toBe(0);
  await page.keyboard.press('z');
  await expect.poll(() => said(page).textContent()).toBe('已取消搁置 1 条。');
  await page.getByRole('row', { name: /血压计 2/ }).waitFor();
  expect((await alarm(2)).shelved).toBeUndefined();
  await page.context().close();
});

test('by keys alone: given to somebody, commented, and read', async () => {
  const page = await opened();
  await keys(page, 'g');
  await page.getByRole('radio', { name: /fitter/ }).waitFor();
  await keys(page, 'ArrowDown', 'ArrowDown', 'Enter');
  await expect.poll(() => said(page).textContent()).toBe('已转交 1 条。');
  expect((await alarm(1)).assignee).toBe('fitter');
  await page.getByText('交给 fitter').waitFor();
  await keys(page, 'c');
  await page.keyboard.type('下午去');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await alarm(1)).comments).toBe(1);
  await page.getByText('1 条留言', { exact: true }).waitFor();
  await keys(page, 'Enter');
  await page.getByRole('heading', { name: '血压计 1 没有回应' }).waitFor();
  expect(await page.locator('.history li').allInnerTexts()).toEqual([
    expect.stringContaining('发生'),
    expect.stringContaining('fitter'),
    expect.stringContaining('下午去'),
  ]);
  expect(page.url()).toContain('/alarms/1');
  await page.context().close();
});

test('an act shows at once, and what is refused comes back with words', async () => {
  const page = await opened();
  const answered = Promise.withResolvers<void>();
  // The service is asked for all but the second, and the page is told that that was refused.
  await page.route('**/api/alarms/acts', async (route) => {
    await answered.promise;
    const { alarmIds, act }: { alarmIds: number[]; act: object } = route.request().postDataJSON();
    const postData = { alarmIds: alarmIds.filter((id) => id !== 2), act };
    const response = await route.fetch({ postData });
    await route.fulfill({ response, json: { ...(await response.json()), refused: [2] } });
  });
  await keys(page, 'Control+a', 'a');
  await expect.poll(() => page.getByText('正在办…').count()).toBe(5);
  expect(await acknowledged()).toEqual([]);
  answered.resolve();
  const station = it.city.stations[1]?.name_zh;
  await expect
    .poll(() => said(page).textContent())
    .toBe(`已确认 6 条。1 条没有办成：血压计 2 没有回应（${station}）。它们不归您管，或者已经消除。`);
  expect(await said(page).getAttribute('aria-live')).toBe('assertive');
  await expect.poll(() => page.getByRole('row').allInnerTexts()).toHaveLength(1);
  expect(await page.getByRole('row').innerText()).toContain('刚才没有办成');
  expect(await acknowledged()).toEqual([1, 3, 4, 5, 6, 7]);
  await page.context().close();
});

test('with no answer nothing is claimed, and the list is as the service has it', async () => {
  const page = await opened();
  await page.route('**/api/alarms/acts', (route) => route.abort());
  await keys(page, 'a');
  await expect.poll(() => said(page).textContent()).toBe('服务没有应答，不知道办成了没有。列表正在重新读取。');
  expect(await acknowledged()).toEqual([]);
  await page.getByRole('button', { name: '确认：血压计 1 没有回应' }).waitFor();
  await page.context().close();
});

test('a group is one row until it is unfolded, and its rows are told as such', async () => {
  const page = await opened();
  const group = page.getByRole('row', { name: /3 站一起失联/ });
  expect(await group.getAttribute('aria-expanded')).toBe('false');
  await keys(page, 'j', 'j', 'ArrowRight');
  await expect.poll(() => page.getByRole('row').count()).toBe(7);
  const others = page.locator('[role=treegrid] [aria-level="2"]');
  expect(await others.count()).toBe(2);
  await keys(page, 'j', 'ArrowLeft');
  await expect.poll(() => page.getByRole('row').count()).toBe(5);
  expect(await page.locator('.alarm-row:focus').getAttribute('aria-expanded')).toBe('false');
  await page.context().close();
});

test('at 390 px by taps: one is acknowledged, another shelved, several given to somebody', async () => {
  const page = await opened('phone');
  for (const box of await page.locator('.alarm-row').all())
    expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(64);
  await page.getByRole('button', { name: '确认：血压计 1 没有回应' }).tap();
  await expect.poll(async () => (await alarm(1)).acknowledged?.by).toBe('operator');

  await page
    .getByRole('row', { name: /血压计 2/ })
    .getByRole('button', { name: /更多/ })
    .tap();
  await page.getByRole('dialog').getByRole('button', { name: '搁置' }).tap();
  await page.getByRole('radio', { name: '1 天' }).tap();
  await page.getByRole('textbox', { name: '为什么搁置' }).tap();
  await page.keyboard.type('换传感器');
  await page.getByRole('dialog').getByRole('button', { name: '搁置' }).tap();
  await expect.poll(async () => (await alarm(2)).shelved?.reason).toBe('换传感器');

  await page.getByRole('button', { name: '选几条' }).tap();
  for (const name of [/血压计 6/, /血压计 7/]) await page.getByRole('checkbox', { name }).tap();
  await page.getByRole('button', { name: '怎么处理' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '交给' }).tap();
  await page.getByRole('radio', { name: /fitter/ }).tap();
  await page.getByRole('button', { name: '交给这个人' }).tap();
  await expect.poll(async () => [(await alarm(6)).assignee, (await alarm(7)).assignee]).toEqual(['fitter', 'fitter']);
  await page.context().close();
});

test('who may only look has nothing to press, and no key acts', async () => {
  const page = await opened('desk', 'viewer');
  const asked = questionsOf(page);
  await keys(page, 'j', 'a', 's', 'Control+a', 'a');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByRole('button', { name: /确认/ }).count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
  await page.context().close();
});

test('alarms of demo stations are listed and not counted, and the headline says which they are', async () => {
  const { fleet } = it.app.fleet.databases;
  await fleet.updateTable('alarm').set({ demo: 1 }).execute();
  const page = await opened();
  const headline = page.getByRole('heading', { level: 1 });
  await expect.poll(() => headline.innerText()).toBe('等人确认的只有演示站点的告警。');
  await fleet.updateTable('alarm').set({ acknowledged_ms: 1, acknowledged_by: 'operator' }).execute();
  await page.reload();
  await expect.poll(() => headline.innerText()).toBe('没有等人确认的告警。');
  await page.context().close();
});
