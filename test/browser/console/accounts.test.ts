/** Accounts are kept, and everything that is done stands in the audit. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAccounts } from '../../../fleet/accounts/accounts.ts';
import type { Accounts } from '../../../fleet/contract/accounts.ts';
import { codeOf } from '../../fleet/a-fleet.ts';
import { aConsole, findingsOfAxe, found, stands } from './a-console.ts';

const it = aConsole(20);
let page: Page;
beforeEach(async () => {
  page = await it.page({ who: 'admin' });
});
afterEach(() => page.context().close());

const account = async (name: string) => {
  const list: Accounts = await (await it.app.ask('admin', 'GET', '/api/accounts')).json();
  return found(
    list.accounts.find((one) => one.name === name),
    name,
  );
};
/** What stands on the page of an account's credentials. */
async function shown(): Promise<{ password: string; totpUri: string }> {
  const dialog = page.getByRole('dialog', { name: /的密码和验证器/ });
  await dialog.getByText('只显示这一次').waitFor();
  const [password = '', , totpUri = ''] = await dialog.locator('code').allInnerTexts();
  return { password, totpUri };
}
async function signsIn(name: string, { password, totpUri }: { password: string; totpUri: string }): Promise<number> {
  const code = await codeOf({ totpUri }, it.app.fleet.clock.wall());
  const headers = { 'content-type': 'application/json', origin: it.url };
  const body = JSON.stringify({ name, password, code });
  return (await fetch(`${it.url}/api/session`, { method: 'POST', headers, body })).status;
}

test('an account is opened: what is shown once lets its person in, and is gone when the page is closed', async () => {
  await page.goto(`${it.url}/accounts`);
  await stands(page, '5 个账号。');
  await page.getByRole('button', { name: '新账号' }).click();
  const dialog = page.getByRole('dialog', { name: '新账号' });
  await dialog.getByRole('textbox', { name: '账号' }).fill('operator');
  await dialog.getByLabel('姓名').fill('新来的');
  await dialog.getByRole('checkbox', { name: '乌达区' }).check();
  await dialog.getByRole('button', { name: '开账号' }).click();
  await dialog.getByText('这个账号已经有了').waitFor();
  await dialog.getByRole('textbox', { name: '账号' }).fill('fitter.two');
  await dialog.getByRole('button', { name: '开账号' }).click();
  const credentials = await shown();
  expect(await findingsOfAxe(page)).toEqual([]);
  expect(await signsIn('fitter.two', credentials)).toBe(200);
  await page.keyboard.press('Escape'); // what nobody can show again is not lost by a stray key
  await page.getByRole('button', { name: '已经交给本人' }).click();
  await stands(page, '6 个账号。');
  expect(await page.locator('body').innerText()).not.toContain(credentials.password);
  expect(await account('fitter.two')).toMatchObject({ displayName: '新来的', role: 'fitter', districts: ['wuda'] });
});

test('a reset ends what was, and shows the new once', async () => {
  const made = await openAccounts(it.app.fleet.parts).make(
    { name: 'viewer.two', displayName: '二号', role: 'viewer', districts: [] },
    null,
  );
  const before = found(made, 'new account');
  await page.goto(`${it.url}/accounts`);
  await page.getByRole('button', { name: '重置：二号' }).click();
  await page.getByRole('dialog', { name: '重置 二号 的密码和验证器' }).getByRole('button', { name: '重置' }).click();
  const after = await shown();
  expect(after.password).not.toBe(before.password);
  expect(await signsIn('viewer.two', before)).toBe(401);
  expect(await signsIn('viewer.two', after)).toBe(200);
});

test('a disabled account is out at once, and comes back; nobody shuts themselves out', async () => {
  await page.goto(`${it.url}/accounts`);
  expect(await page.getByRole('button', { name: '停用：admin' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: '停用：operator' }).click();
  await page.getByRole('button', { name: '启用：operator' }).waitFor();
  expect((await it.app.ask('operator', 'GET', '/api/me')).status).toBe(401);
  await page.getByRole('button', { name: '启用：operator' }).click();
  await page.getByRole('button', { name: '停用：operator' }).waitFor();
  expect((await account('operator')).disabled).toBe(false);
});

test('the audit says who did what, a hundred at a time, and whether all of it still holds', async () => {
  const { db, audit } = it.app.fleet.parts;
  const nowMs = it.app.fleet.clock.wall();
  await db.transaction().execute(async (on) => {
    for (let n = 1; n <= 120; n++) {
      const entry = { by: 'admin', act: 'alarm shelved', target: `alarm ${n}`, detail: '60 min: 等配件' } as const;
      await audit.append(on, entry, nowMs);
    }
  });
  await page.goto(`${it.url}/audit`);
  await page.getByText('校验连贯').waitFor();
  const entries = page.getByRole('list', { name: '审计' }).getByRole('listitem');
  await expect.poll(() => entries.count()).toBe(100);
  expect(await entries.first().innerText()).toMatch(/admin\s+搁置告警\s+告警 120\s+60 分 · 等配件/);
  await page.getByRole('button', { name: '更早的' }).click();
  await page.getByText('告警 1', { exact: true }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: '更早的' }).count()).toBe(0);
  await db.updateTable('audit').set({ target: 'alarm 7000' }).where('target', '=', 'alarm 70').execute();
  await it.app.fleet.clock.pass(60_000); // the whole chain is looked through now and then
  await page.reload();
  await page.getByText('校验断了').waitFor();
});

test('accounts and audit are nothing for who has no right to them', async () => {
  const operators = await it.page({ who: 'viewer' });
  await operators.goto(`${it.url}/audit`);
  await operators.getByText('这里不归您管').waitFor();
  expect(await operators.getByRole('link', { name: /审计|账号/ }).count()).toBe(0);
  await operators.context().close();
});
