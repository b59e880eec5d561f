/** The way in and the way out, with the real password, the real second factor and the real lock. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '../../../fleet/contract/words.ts';
import { codeOf } from '../../fleet/a-fleet.ts';
import { aConsole, found, questionsOf, stands } from './a-console.ts';

const it = aConsole(20);
const NOT_MATCHED = '没有对上';
let page: Page;
beforeEach(async () => {
  page = await it.page({ who: 'nobody' });
});
afterEach(() => page.context().close());

const credentials = (role: Role) => found(it.app.credentials.get(role), role);

/** A code counts once: the next one is half a minute on. */
async function nextCode(role: Role): Promise<string> {
  await it.app.fleet.clock.pass(30_000);
  return codeOf(credentials(role), it.app.fleet.clock.wall());
}
async function signIn(name: string, password: string, code: string): Promise<void> {
  await page.getByLabel('账号').fill(name);
  await page.getByLabel('密码').fill(password);
  await page.getByLabel('验证码').fill(code);
  const answered = page.waitForResponse('**/api/session');
  await page.keyboard.press('Enter');
  await answered;
}

test('what is missing is said and not sent; then one is where one wanted to go, and out again', async () => {
  const asked = questionsOf(page);
  await page.goto(`${it.url}/stations`);
  await stands(page, '登录维护台');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('alert').getByText('还差一点').waitFor();
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
  const { password } = credentials('viewer');
  await signIn('Viewer', password, await nextCode('viewer'));
  await stands(page, '20 个站点');
  await page.getByRole('button', { name: '退出' }).click();
  await stands(page, '登录维护台');
  await page.reload();
  await stands(page, '登录维护台');
});

test('which of the three was wrong nobody says; a code is to be typed anew, the rest stays', async () => {
  await page.goto(it.url);
  const { password } = credentials('auditor');
  const code = await nextCode('auditor');
  const wrong = code === '000000' ? '111111' : '000000';
  const said: (string | null)[] = [];
  for (const [name, secret, digits] of [
    ['nobody.here', password, code],
    ['auditor', `${password}x`, code],
    ['auditor', password, wrong],
  ] as const) {
    await signIn(name, secret, digits);
    await page.getByRole('alert').getByText(NOT_MATCHED).waitFor();
    said.push(await page.getByRole('alert').textContent());
    expect(await page.getByLabel('验证码').inputValue()).toBe('');
  }
  expect(new Set(said).size).toBe(1);
  await signIn('auditor', password, await nextCode('auditor'));
  await page.getByRole('heading', { level: 1, name: /个站点/ }).waitFor();
});

test('after five wrong ones even the right one is not taken, until a minute has passed', async () => {
  await page.goto(it.url);
  const { password } = credentials('fitter');
  for (let wrong = 0; wrong < 5; wrong++) await signIn('fitter', 'not the password', '123456');
  await signIn('fitter', password, await nextCode('fitter'));
  await page.getByRole('alert').getByText('要歇几分钟').waitFor();
  await it.app.fleet.clock.pass(60_000);
  await signIn('fitter', password, await nextCode('fitter'));
  await page.getByRole('heading', { level: 2, name: /个生活圈/ }).waitFor();
});

test('too many tries from one place, and no answer at all, are said as what they are', async () => {
  await page.goto(it.url);
  await page.route('**/api/session', (route) => route.fulfill({ status: 429, json: { code: 'rate', message: '' } }));
  await signIn('viewer', 'whatever it is', '123456');
  await page.getByRole('alert').getByText('先歇几分钟').waitFor();
  await page.unroute('**/api/session');
  await page.route('**/api/**', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').getByText('服务没有应答').waitFor();
});
