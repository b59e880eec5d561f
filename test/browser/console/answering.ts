/** Answers for a page's questions that the console's server of the tests does not know: alarms that acts change, audit, accounts. */
import type { Page, Route } from 'playwright-core';
import type { Account, Credentials } from '../../../fleet/contract/accounts.ts';
import type { AlarmActs, AlarmQuery } from '../../../fleet/contract/alarms.ts';
import type { AuditList } from '../../../fleet/contract/audit.ts';
import type { AlarmBook } from '../../console/alarm-book.ts';

const found = (route: Route, answer: object | undefined): Promise<void> =>
  answer ? route.fulfill({ json: answer }) : route.fulfill({ status: 404, json: { code: 'not-found', message: '' } });

export const PEOPLE = [
  { name: 'fitter.one', displayName: '检修一号' },
  { name: 'fitter.two', displayName: '检修二号' },
  { name: 'operator.one', displayName: '值班一号' },
];

/** `until`: an act is answered only then. */
export async function answerAlarms(
  page: Page,
  book: AlarmBook,
  until: () => Promise<void> = async () => {},
): Promise<void> {
  await page.route('**/api/people', (route) => route.fulfill({ json: { people: PEOPLE } }));
  await page.route(/\/api\/alarms(\?|$)/, (route) => {
    const query: AlarmQuery = Object.fromEntries(new URL(route.request().url()).searchParams);
    return route.fulfill({ json: book.list(query) });
  });
  await page.route(/\/api\/alarms\/\d+$/, (route) =>
    found(route, book.page(Number(new URL(route.request().url()).pathname.split('/').at(-1)))),
  );
  await page.route('**/api/alarms/acts', async (route) => {
    const acts: AlarmActs = route.request().postDataJSON();
    await until();
    await route.fulfill({ json: book.act(acts) });
  });
}

const ACTS = [
  'signed in',
  'alarm acknowledged',
  'alarm shelved',
  'maintenance begun',
  'account reset',
  'sign-in refused',
];

export async function answerAudit(page: Page, { count, holds }: { count: number; holds: boolean }): Promise<void> {
  const nowMs = Date.now();
  await page.route('**/api/audit**', (route) => {
    const before = Number(new URL(route.request().url()).searchParams.get('before') ?? count + 1);
    const entries = Array.from({ length: Math.min(100, before - 1) }, (_, index): AuditList['entries'][number] => {
      const id = before - 1 - index;
      return {
        id,
        at: nowMs - (count - id) * 61_000,
        ...(id % 6 !== 5 && { by: 'operator.one' }),
        act: ACTS[id % ACTS.length] ?? '',
        target: id % 2 === 0 ? 'haibowan-01-00001' : 'operator.one',
        ...(id % 3 === 0 && { detail: '等配件，下周二到' }),
      };
    });
    return route.fulfill({ json: { holds, entries } satisfies AuditList });
  });
}

export async function answerAccounts(page: Page): Promise<Account[]> {
  const accounts: Account[] = [
    {
      name: 'admin.one',
      displayName: '管理一号',
      role: 'admin',
      districts: [],
      disabled: false,
      lastSeen: Date.now() - 9_000,
    },
    { name: 'fitter.one', displayName: '检修一号', role: 'fitter', districts: ['wuda', 'hainan'], disabled: false },
    { name: 'fitter.two', displayName: '检修二号', role: 'fitter', districts: [], disabled: true },
    {
      name: 'operator.one',
      displayName: '值班一号',
      role: 'operator',
      districts: [],
      disabled: false,
      lockedUntil: Date.now() + 600_000,
      lastSeen: Date.now() - 3_600_000,
    },
  ];
  const credentials = (name: string): Credentials => ({
    name,
    password: 'koru-mavi-tesa-nolu',
    totpUri: `otpauth://totp/Yike:${name}?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Yike`,
  });
  await page.route('**/api/accounts', (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ json: { accounts } });
    const opened: Account = { ...route.request().postDataJSON(), disabled: false };
    if (accounts.some(({ name }) => name === opened.name)) {
      return route.fulfill({ status: 409, json: { code: 'taken', message: '' } });
    }
    accounts.push(opened);
    return route.fulfill({ json: credentials(opened.name) });
  });
  const nameIn = (route: Route): string => new URL(route.request().url()).pathname.split('/').at(-2) ?? '';
  await page.route('**/api/accounts/*/reset', (route) => route.fulfill({ json: credentials(nameIn(route)) }));
  await page.route('**/api/accounts/*/disabled', (route) => {
    const account = accounts.find(({ name }) => name === nameIn(route));
    if (account) account.disabled = route.request().postDataJSON().disabled;
    return route.fulfill({ status: 204 });
  });
  return accounts;
}
