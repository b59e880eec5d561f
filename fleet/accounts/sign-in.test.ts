import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aFleet, anAdmin, codeOf, type TestFleet } from '../../test/fleet/a-fleet.ts';
import type { Credentials } from '../contract/accounts.ts';
import { openAccounts } from './accounts.ts';
import { lockedFor } from './lockout.ts';
import { openSessions } from './sessions.ts';
import { openSignIn } from './sign-in.ts';

const MINUTE = 60_000;
let fleet: TestFleet;
let root: Credentials;
beforeEach(async () => {
  fleet = await aFleet();
  root = await anAdmin(fleet);
});
afterEach(() => fleet[Symbol.asyncDispose]());

interface Try {
  readonly name?: string;
  readonly password?: string;
  readonly code?: string;
  readonly before?: string;
}
const trying = async ({ name = root.name, password = root.password, code, before }: Try = {}) =>
  openSignIn(fleet.parts)({ name, password, code: code ?? (await codeOf(root, fleet.clock.wall())) }, before);
const wrongly = async (times: number): Promise<void> => {
  for (let i = 0; i < times; i++) expect(await trying({ password: 'wrong' })).toBeUndefined();
};
const whose = (token = '') => openSessions(fleet.parts).whose(token, 'a person asks');

test('with name, password and code a person is known by a token that the database does not hold', async () => {
  const { token } = (await trying()) ?? {};
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await whose(token)).toEqual({ name: 'root', displayName: 'root', role: 'admin', districts: [] });
  const rows = await fleet.databases.fleet.selectFrom('session').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
});

test.each<[string, Try]>([
  ['an unknown name', { name: 'nobody' }],
  ['a name that no account may have', { name: 'Robert"); drop table account; --' }],
  ['a wrong password', { password: 'wrong' }],
  ['no code that counts', { code: '000000' }],
])('%s costs one scrypt, gets nothing, and is written down without what was typed', async (_, wrong) => {
  const before = fleet.parts.passwords.calls();
  expect(await trying(wrong)).toBeUndefined();
  expect(fleet.parts.passwords.calls()).toBe(before + 1);
  const { entries, holds } = await fleet.parts.audit.list(undefined, fleet.clock.wall());
  expect(holds).toBe(true);
  expect(entries[0]).toMatchObject({ act: 'sign-in refused', target: wrong.name ? 'no account' : 'root' });
  expect(JSON.stringify(entries)).not.toContain('drop table');
});

test('a code counts once, and one from a step before or behind counts too', async () => {
  expect(await trying()).toBeDefined();
  expect(await trying()).toBeUndefined();
  expect(await trying({ code: await codeOf(root, fleet.clock.wall() + 30_000) })).toBeDefined();
  fleet.clock.jump(30_000);
  expect(await trying()).toBeUndefined(); // that step has been taken
  fleet.clock.jump(90_000);
  expect(await trying({ code: await codeOf(root, fleet.clock.wall() - 60_000) })).toBeUndefined();
  expect(await trying({ code: await codeOf(root, fleet.clock.wall() - 30_000) })).toBeDefined();
});

test('two at once with one code: one of them', async () => {
  const both = await Promise.all([trying(), trying()]);
  expect(both.filter((each) => each !== undefined)).toHaveLength(1);
});

describe('the lock', () => {
  test('is 1, 5, 15 minutes, then an hour each time', () => {
    expect([0, 4, 5, 6, 7, 8, 9, 1000].map((wrong) => lockedFor(wrong) / MINUTE)).toEqual([0, 0, 1, 5, 15, 60, 60, 60]);
  });

  test('after five wrong ones refuses the right one too, still after a restart, until its time is over', async () => {
    await wrongly(5);
    await fleet.restart();
    const before = fleet.parts.passwords.calls();
    expect(await trying()).toBeUndefined();
    expect(fleet.parts.passwords.calls()).toBe(before + 1);
    fleet.clock.jump(MINUTE - 1);
    expect(await trying()).toBeUndefined();
    fleet.clock.jump(1);
    await wrongly(1);
    fleet.clock.jump(5 * MINUTE - 1);
    expect(await trying()).toBeUndefined();
    fleet.clock.jump(1);
    expect(await trying()).toBeDefined();
    await wrongly(4);
    fleet.clock.jump(30_000);
    expect(await trying()).toBeDefined(); // a right one has begun the count anew
  });

  test('counts eight tries at once, and lets none of them through behind the fifth', async () => {
    const code = await codeOf(root, fleet.clock.wall());
    const signIn = openSignIn(fleet.parts);
    const tries = Array.from({ length: 8 }, (_, i) => ({
      name: 'root',
      password: i === 7 ? root.password : 'wrong',
      code,
    }));
    const taken = await Promise.all(tries.map((each) => signIn(each, undefined)));
    expect(taken.filter((each) => each !== undefined)).toEqual([]);
  });

  test('is of one account alone', async () => {
    const other = await anAdmin(fleet, 'other');
    await wrongly(5);
    const code = await codeOf(other, fleet.clock.wall());
    expect(await trying({ name: other.name, password: other.password, code })).toBeDefined();
  });
});

describe('a session', () => {
  test('ends after 30 minutes without a question, or 12 hours, whatever is asked', async () => {
    const { token } = (await trying()) ?? {};
    for (let minute = 29; minute < 12 * 60; minute += 29) {
      fleet.clock.jump(29 * MINUTE);
      expect(await whose(token)).toBeDefined();
    }
    fleet.clock.jump(29 * MINUTE);
    expect(await whose(token)).toBeUndefined();
    const { token: second } = (await trying()) ?? {};
    fleet.clock.jump(30 * MINUTE - 1);
    expect(await openSessions(fleet.parts).whose(second ?? '', 'a stream looks')).toBeDefined();
    fleet.clock.jump(1); // and an open stream is no question
    expect(await whose(second)).toBeUndefined();
  });

  test('ends as its browser signs in anew, and at a sign-out', async () => {
    const { token = '' } = (await trying()) ?? {};
    fleet.clock.jump(30_000);
    const { token: next = '' } = (await trying({ before: token })) ?? {};
    expect([await whose(token), (await whose(next))?.name]).toEqual([undefined, 'root']);
    await openSessions(fleet.parts).end(next, { name: 'root', displayName: 'root', role: 'admin', districts: [] });
    expect(await whose(next)).toBeUndefined();
  });

  test.each(['disabled', 'reset'] as const)('ends when its account is %s', async (how) => {
    const { token } = (await trying()) ?? {};
    const accounts = openAccounts(fleet.parts);
    const shown = how === 'reset' ? await accounts.reset('root', 'other') : undefined;
    if (how === 'disabled') await accounts.disable('root', true, 'other');
    expect(await whose(token)).toBeUndefined();
    fleet.clock.jump(MINUTE);
    expect(await trying()).toBeUndefined();
    if (!shown) return;
    const code = await codeOf(shown, fleet.clock.wall());
    expect(await trying({ password: shown.password, code })).toBeDefined();
  });
});

test('second factors that another key has sealed are no way in, and the log says why', async () => {
  await fleet.databases.fleet
    .updateTable('account')
    .set({ totp: fleet.parts.seal.seal('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'other') })
    .execute();
  expect(await trying()).toBeUndefined();
  expect(fleet.logged.join()).toContain('accounts.key');
});
