import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { AlarmRow } from '../../../fleet/contract/alarms.ts';
import { type AlarmBook, anAlarmBook } from '../../console/alarm-book.ts';
import { aConsole, inOrder, LOOKS, type Size } from './a-console.ts';
import { answerAlarms } from './answering.ts';

const it = aConsole({ stations: 3 });
const ME = 'operator.one';
const MINUTE_MS = 60_000;

const alarm = (id: number, more: Partial<AlarmRow> = {}): AlarmRow => ({
  id,
  stationId: `haibowan-01-0000${id}`,
  stationName: { 'zh-CN': `${id} 号站`, en: `Station ${id}` },
  district: 'haibowan',
  circle: 'haibowan-01',
  deviceId: 'blood-pressure',
  code: 'device-down',
  severity: 'warning',
  words: { 'zh-CN': `血压计 ${id} 没有回应`, en: `Monitor ${id} does not answer` },
  raisedAt: Date.now() - (100 - id) * MINUTE_MS,
  flapping: false,
  comments: 0,
  demo: false,
  ...more,
});

/** Seven that wait, of which 3, 4 and 5 have one cause. */
const aBook = (): AlarmBook =>
  anAlarmBook(
    [1, 2, 3, 4, 5, 6, 7].map((id) => alarm(id, id === 6 ? { severity: 'task', flapping: true, comments: 2 } : {})),
    ME,
    [3, 4, 5],
  );

interface Opened {
  readonly page: Page;
  readonly book: AlarmBook;
}

async function opened(
  size: Size = 'desk',
  scheme: 'light' | 'dark' = 'light',
  until?: () => Promise<void>,
): Promise<Opened> {
  const page = await it.page(size, scheme);
  const book = aBook();
  await answerAlarms(page, book, until);
  await page.goto(`${it.server.url}/alarms`);
  await page.locator('.alarm-row').first().waitFor();
  return { page, book };
}

const said = (page: Page) => page.locator('.outcome [role=status]');
const keys = async (page: Page, ...strokes: readonly string[]): Promise<void> => {
  for (const stroke of strokes) await page.keyboard.press(stroke);
};

describe.each(LOOKS)('%s, %s', (size, scheme) => {
  test('the list, what it asks and an alarm of its own are in order', async () => {
    const { page, book } = await opened(size, scheme);
    await inOrder(page);
    const row = page.getByRole('row', { name: /血压计 2/ });
    if (size === 'desk') await keys(page, 'j', 'j', 'ArrowRight', 'x', 's');
    else {
      await row.getByRole('button', { name: /更多/ }).tap();
      await page.getByRole('dialog').getByRole('button', { name: '搁置' }).tap();
    }
    await page.getByRole('dialog').waitFor();
    await inOrder(page);
    await page.keyboard.press('Escape');
    book.refuse(1);
    await page.getByRole('button', { name: '确认：血压计 1 没有回应' }).click();
    await page.getByText('刚才没有办成').waitFor();
    await inOrder(page);
    await page.goto(`${it.server.url}/alarms/6`);
    await page.getByRole('heading', { name: '血压计 6 没有回应' }).waitFor();
    await inOrder(page);
    await page.context().close();
  });
});

test('by keys alone: what is chosen is acknowledged, told, and leaves the list', async () => {
  const { page, book } = await opened();
  await keys(page, 'j', 'x', 'j', 'x', 'a');
  await expect.poll(() => said(page).textContent()).toBe('已确认 4 条。');
  expect(book.acts).toEqual([{ alarmIds: [2, 3, 4, 5], act: { kind: 'acknowledge' } }]);
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
  // The keys go on where the row has left.
  await expect.poll(() => page.locator('.alarm-row:focus').textContent()).toContain('血压计 6');
  await page.context().close();
});

test('by keys alone: shelved with a reason, taken back, and shelved no more', async () => {
  const { page, book } = await opened();
  await keys(page, 'j', 's');
  await page.getByRole('dialog', { name: '搁置 1 条告警' }).waitFor();
  await keys(page, 'ArrowDown', 'Tab');
  await page.keyboard.type('等配件');
  await page.keyboard.press('Enter');
  await expect.poll(() => said(page).textContent()).toBe('已搁置 1 条。');
  expect(book.acts).toEqual([{ alarmIds: [2], act: { kind: 'shelve', minutes: 240, reason: '等配件' } }]);
  await expect.poll(() => page.getByRole('row', { name: /血压计 2/ }).count()).toBe(0);
  await page.keyboard.press('z');
  await expect.poll(() => said(page).textContent()).toBe('已取消搁置 1 条。');
  await page.getByRole('row', { name: /血压计 2/ }).waitFor();
  expect(book.row(2)?.shelved).toBeUndefined();
  await page.context().close();
});

test('by keys alone: given to somebody, commented, and read', async () => {
  const { page, book } = await opened();
  await keys(page, 'g');
  await page.getByRole('radio', { name: /检修二号/ }).waitFor();
  await keys(page, 'ArrowDown', 'ArrowDown', 'Enter');
  await expect.poll(() => said(page).textContent()).toBe('已转交 1 条。');
  expect(book.row(1)?.assignee).toBe('fitter.two');
  await page.getByText('交给 检修二号').waitFor();
  await keys(page, 'c');
  await page.keyboard.type('下午去');
  await page.keyboard.press('Enter');
  await expect.poll(() => book.row(1)?.comments).toBe(1);
  await page.getByText('1 条留言').waitFor();
  await keys(page, 'Enter');
  await page.getByRole('heading', { name: '血压计 1 没有回应' }).waitFor();
  expect(await page.locator('.history li').allInnerTexts()).toEqual([
    expect.stringContaining('发生'),
    expect.stringContaining('fitter.two'),
    expect.stringContaining('下午去'),
  ]);
  expect(page.url()).toContain('/alarms/1');
  await page.context().close();
});

test('an act shows at once, and what is refused comes back with words', async () => {
  const answered = Promise.withResolvers<void>();
  const { page, book } = await opened('desk', 'light', () => answered.promise);
  book.refuse(2);
  await keys(page, 'Control+a', 'a');
  await expect.poll(() => page.getByText('正在办…').count()).toBe(5);
  expect(book.acts).toEqual([]);
  answered.resolve();
  await expect
    .poll(() => said(page).textContent())
    .toBe('已确认 6 条。1 条没有办成：血压计 2 没有回应（2 号站）。它们不归您管，或者已经消除。');
  expect(await said(page).getAttribute('aria-live')).toBe('assertive');
  await expect.poll(() => page.getByRole('row').allInnerTexts()).toHaveLength(1);
  expect(await page.getByRole('row').innerText()).toContain('刚才没有办成');
  await page.context().close();
});

test('with no answer nothing is claimed, and the list is as the service has it', async () => {
  const { page, book } = await opened();
  await page.route('**/api/alarms/acts', (route) => route.abort());
  await keys(page, 'a');
  await expect.poll(() => said(page).textContent()).toBe('服务没有应答，不知道办成了没有。列表正在重新读取。');
  expect(book.row(1)?.acknowledged).toBeUndefined();
  await page.getByRole('button', { name: '确认：血压计 1 没有回应' }).waitFor();
  await page.context().close();
});

test('a group is one row until it is unfolded, and its rows are told as such', async () => {
  const { page } = await opened();
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
  const { page, book } = await opened('phone');
  for (const box of await page.locator('.alarm-row').all())
    expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(64);
  await page.getByRole('button', { name: '确认：血压计 1 没有回应' }).tap();
  await expect.poll(() => book.row(1)?.acknowledged?.by).toBe(ME);

  await page
    .getByRole('row', { name: /血压计 2/ })
    .getByRole('button', { name: /更多/ })
    .tap();
  await page.getByRole('dialog').getByRole('button', { name: '搁置' }).tap();
  await page.getByRole('radio', { name: '1 天' }).tap();
  await page.getByRole('textbox', { name: '为什么搁置' }).tap();
  await page.keyboard.type('换传感器');
  await page.getByRole('dialog').getByRole('button', { name: '搁置' }).tap();
  await expect.poll(() => book.row(2)?.shelved?.reason).toBe('换传感器');

  await page.getByRole('button', { name: '选几条' }).tap();
  for (const name of [/血压计 6/, /血压计 7/]) await page.getByRole('checkbox', { name }).tap();
  await page.getByRole('button', { name: '怎么处理' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '交给' }).tap();
  await page.getByRole('radio', { name: /检修一号/ }).tap();
  await page.getByRole('button', { name: '交给这个人' }).tap();
  await expect.poll(() => [book.row(6)?.assignee, book.row(7)?.assignee]).toEqual(['fitter.one', 'fitter.one']);
  await page.context().close();
});

test('who may only look has nothing to press, and no key acts', async () => {
  it.server.signedIn({ name: 'viewer.one', displayName: '查看一号', role: 'viewer', districts: [] });
  const { page, book } = await opened();
  await keys(page, 'j', 'a', 's', 'Control+a', 'a');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByRole('button', { name: /确认/ }).count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  expect(book.acts).toEqual([]);
  await page.context().close();
});
