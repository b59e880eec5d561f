import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../edge-agent/clock.ts';
import { type Leadership, openLeadership } from '../../fleet/store/leadership.ts';
import { aPostgres, type Postgres } from './postgres.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(() => postgres.close());

const silent = { info() {}, warn() {}, error() {} };

test('one of two leads; when it goes the other does; when the database is killed nobody does, until it is back', async () => {
  const url = postgres.database('lead');
  const open = (): Leadership => openLeadership(url, { clock: systemClock, log: silent });
  const first = open();
  await expect.poll(first.leads).toBe(true);
  const second = open();
  const told: boolean[] = [];
  second.onChange((leads) => told.push(leads));
  expect(second.leads()).toBe(false);
  await first.close();
  expect(first.leads()).toBe(false);
  await expect.poll(second.leads).toBe(true);
  await postgres.kill();
  await expect.poll(second.leads).toBe(false);
  await postgres.start();
  await expect.poll(second.leads).toBe(true);
  await second.close();
  expect(told).toEqual([true, false, true, false]);
});

test('on SQLite the one member leads', () => {
  expect(openLeadership('/var/lib/yike', { clock: systemClock, log: silent }).leads()).toBe(true);
});
