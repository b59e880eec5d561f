import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alarmList } from '../../fleet/alarms/list.ts';
import { actOn, alarmPage } from '../../fleet/alarms/page.ts';
import type { AlarmAct, AlarmQuery } from '../../fleet/contract/alarms.ts';
import type { Me } from '../../fleet/contract/session.ts';
import { beginMaintenance, endMaintenance } from '../../fleet/store/alarm-maintenance.ts';
import { clear, type Raised, raise, tickAlarms } from '../../fleet/store/alarm-store.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { aStation } from './some-rows.ts';

const NOW = Date.UTC(2026, 10, 29);
const MINUTE = 60_000;
const operator: Me = { name: 'li', displayName: 'Li', role: 'operator', districts: [] };
const fitter: Me = { name: 'zhao', displayName: 'Zhao', role: 'fitter', districts: ['wuda'] };

let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-alarms-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

const anAlarm = (stationId: string, code: string, more: Partial<Raised> = {}): Raised => ({
  stationId,
  deviceId: 'station',
  code,
  severity: 'warning',
  words: { 'zh-CN': `${code}了`, en: `It is ${code}` },
  origin: 'station',
  demo: false,
  ...more,
});

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await openDatabases(dialect === 'postgres' ? postgres.database('alarms') : folder, NOW);
  });
  afterAll(() => databases.close());
  beforeEach(async () => {
    for (const table of ['alarm_event', 'alarm', 'station'] as const) await databases.fleet.deleteFrom(table).execute();
    const stations = [
      aStation('hut-1', NOW),
      aStation('hut-2', NOW),
      aStation('hut-3', NOW),
      aStation('far-1', NOW, { district: 'wuda', circle: 'wuda-01' }),
      aStation('demo-1', NOW, { demo: 1 }),
    ];
    await databases.fleet.insertInto('station').values(stations).execute();
  });
  const on = (): Databases['fleet'] => databases.fleet;
  const list = async (query: AlarmQuery, me = operator, at = NOW) => {
    const { lines, ...rest } = await alarmList(databases.console, query, me, at);
    const names = lines.map(({ lead, others }) => [lead, ...others].map((row) => `${row.stationId} ${row.code}`));
    return { ...rest, names: names.map((line) => line.join(', ')), lines };
  };
  const idOf = async (code: string): Promise<number> =>
    (await on().selectFrom('alarm').select('id').where('code', '=', code).orderBy('id', 'desc').executeTakeFirst())
      ?.id ?? 0;
  const act = async (code: string, what: AlarmAct, me = operator, at = NOW) =>
    actOn(databases.console, { alarmIds: [await idOf(code)], act: what }, me, at);
  const historyOf = async (code: string) =>
    (await alarmPage(databases.console, await idOf(code), operator, NOW))?.history.map((entry) => entry.act);

  test('said a hundred times by two at once it is one alarm with one history', async () => {
    const same = anAlarm('hut-1', 'disk-full');
    for (let i = 0; i < 3; i++)
      await Promise.all([raise(on(), [same, same], NOW + i), raise(on(), [same, anAlarm('hut-1', 'call')], NOW + i)]);
    expect((await list({})).names.toSorted()).toEqual(['hut-1 call', 'hut-1 disk-full']);
    expect(await historyOf('disk-full')).toEqual(['raised']);
    await clear(on(), [same, same], NOW + MINUTE);
    await clear(on(), [same], NOW + MINUTE);
    expect(await historyOf('disk-full')).toEqual(['raised', 'cleared']);
    expect((await list({ show: 'cleared' })).names).toEqual(['hut-1 disk-full']);
  });

  test('acknowledged, assigned, commented, shelved: each is in the history, and nothing of it clears', async () => {
    await raise(on(), [anAlarm('hut-1', 'disk-full')], NOW);
    await act('disk-full', { kind: 'acknowledge' });
    await act('disk-full', { kind: 'assign', to: 'li' });
    await act('disk-full', { kind: 'comment', text: '<b>seen</b>' });
    expect((await list({})).counts).toEqual({ waiting: 0, open: 1, mine: 1, shelved: 0 });
    const { rows } = await act('disk-full', { kind: 'shelve', minutes: 5, reason: 'tomorrow' });
    expect(rows[0]).toMatchObject({ shelved: { until: NOW + 5 * MINUTE, by: 'li', reason: 'tomorrow' }, comments: 1 });
    expect((await act('disk-full', { kind: 'clear', reason: 'enough' })).refused).toHaveLength(1);
    expect((await list({ show: 'open' })).names).toEqual([]);
    expect((await list({ show: 'shelved' })).names).toEqual(['hut-1 disk-full']);
    await tickAlarms(on(), NOW + 5 * MINUTE);
    expect((await list({ show: 'open' })).names).toEqual(['hut-1 disk-full']);
    const acts = ['raised', 'acknowledged', 'assigned', 'commented', 'shelved', 'unshelved'];
    expect(await historyOf('disk-full')).toEqual(acts);
  });

  test('what flaps stays open, and closes when it has been quiet', async () => {
    for (let i = 0; i < 20; i++) {
      await raise(on(), [anAlarm('hut-1', 'clock-wrong')], NOW + 2000 * i);
      await clear(on(), [anAlarm('hut-1', 'clock-wrong')], NOW + 2000 * i + 1000);
    }
    const { lines } = await list({});
    expect(lines.map(({ lead }) => lead)).toMatchObject([{ code: 'clock-wrong', flapping: true }]);
    expect(await historyOf('clock-wrong')).toEqual(['returned', 'flapping']);
    await tickAlarms(on(), NOW + 9 * MINUTE);
    expect((await list({})).names).toHaveLength(1);
    await tickAlarms(on(), NOW + 11 * MINUTE);
    expect((await list({})).names).toEqual([]);
  });

  test('a silent station hides what its devices say but for what is critical, until it is heard again', async () => {
    const device = { deviceId: 'bp-1' };
    await raise(on(), [anAlarm('hut-1', 'battery-low', device), anAlarm('hut-1', 'disk-full')], NOW);
    await raise(on(), [anAlarm('hut-1', 'silent', { origin: 'fleet', severity: 'critical' })], NOW + 1);
    await raise(on(), [anAlarm('hut-1', 'door-open', device)], NOW + 2);
    await raise(on(), [anAlarm('hut-1', 'call', { ...device, severity: 'critical' })], NOW + 3);
    expect((await list({})).names).toEqual(['hut-1 disk-full', 'hut-1 silent', 'hut-1 call']);
    await clear(on(), [anAlarm('hut-1', 'silent')], NOW + 4);
    expect((await list({})).names).toEqual(['hut-1 battery-low', 'hut-1 disk-full', 'hut-1 door-open', 'hut-1 call']);
  });

  test('stations of one circle that fall silent together are one line; two are two', async () => {
    const silent = (id: string, at: number) =>
      raise(on(), [anAlarm(id, 'silent', { origin: 'fleet', severity: 'critical' })], at);
    await silent('hut-1', NOW);
    await silent('far-1', NOW + 1);
    await silent('hut-2', NOW + 2 * MINUTE);
    expect((await list({})).names).toHaveLength(3);
    await silent('hut-3', NOW + 2 * MINUTE);
    const { lines, names, counts } = await list({});
    expect(names).toEqual(['hut-1 silent, hut-2 silent, hut-3 silent', 'far-1 silent']);
    expect(lines[0]?.words).toEqual({ 'zh-CN': '3 站一起失联', en: '3 stations silent at once' });
    expect(counts.waiting).toBe(4);
  });

  test('a fitter sees and touches their districts alone; demo stations are seen and not counted', async () => {
    const demo = anAlarm('demo-1', 'tamper', { demo: true });
    await raise(on(), [anAlarm('hut-1', 'disk-full'), anAlarm('far-1', 'bin-full'), demo], NOW);
    await raise(on(), [anAlarm('unknown-1', 'clock-wrong')], NOW);
    expect((await list({}, fitter)).names).toEqual(['far-1 bin-full']);
    expect((await list({}, fitter)).counts.waiting).toBe(1);
    expect((await list({}, { ...fitter, districts: [] })).names).toEqual([]);
    expect(await alarmPage(databases.console, await idOf('disk-full'), fitter, NOW)).toBeUndefined();
    expect((await act('disk-full', { kind: 'acknowledge' }, fitter)).refused).toHaveLength(1);
    expect((await list({})).counts).toEqual({ waiting: 3, open: 3, mine: 0, shelved: 0 });
    expect((await list({})).names).toContain('demo-1 tamper');
  });

  test.each<[AlarmQuery, string[]]>([
    [{ district: 'wuda' }, ['far-1 bin-full']],
    [{ station: 'hut-1' }, ['hut-1 disk-full']],
    [{ q: 'DISK' }, ['hut-1 disk-full']],
    [{ q: '小站far' }, ['far-1 bin-full']],
    [{ q: '%' }, []],
    [{ q: '_' }, []],
    [{ q: "' or 1=1 --" }, []],
  ])('searched for %j', async (query, found) => {
    await raise(on(), [anAlarm('hut-1', 'disk-full'), anAlarm('far-1', 'bin-full')], NOW);
    expect((await list(query)).names).toEqual(found);
  });

  test('maintenance shelves what is there and what comes, but for a call; ended early, it comes back', async () => {
    await raise(on(), [anAlarm('hut-1', 'disk-full')], NOW);
    const untilMs = NOW + 60 * MINUTE;
    await beginMaintenance(on(), { stationId: 'hut-1', untilMs, by: 'li', reason: 'new lock' }, NOW);
    await raise(on(), [anAlarm('hut-1', 'tamper', { severity: 'critical' }), anAlarm('hut-1', 'fire')], NOW + 1);
    expect((await list({})).names).toEqual(['hut-1 fire']);
    expect((await list({ show: 'shelved' })).names).toEqual(['hut-1 disk-full', 'hut-1 tamper']);
    expect(await endMaintenance(on(), 'hut-1', 'li', NOW + 2)).toBe(true);
    expect((await list({})).names).toHaveLength(3);
    expect(await endMaintenance(on(), 'hut-1', 'li', NOW + 3)).toBe(false);
  });

  test('a city of alarms: a bounded list, the oldest first, and all of them done at once', async () => {
    const many = Array.from({ length: 1200 }, (_, i) => anAlarm(`hut-${(i % 3) + 1}`, `code-${i}`));
    await raise(on(), many.slice(600), NOW);
    await raise(on(), many.slice(0, 600), NOW + 1);
    const { lines, more, counts } = await list({});
    expect([lines.length, more, counts.waiting]).toEqual([500, 700, 1200]);
    expect(lines.every(({ lead }) => lead.raisedAt === NOW)).toBe(true);
    const alarmIds = lines.map(({ lead }) => lead.id);
    const acted = await actOn(databases.console, { alarmIds, act: { kind: 'acknowledge' } }, operator, NOW);
    expect([acted.rows.length, acted.refused]).toEqual([500, []]);
    expect((await list({})).counts.waiting).toBe(700);
  });
});
