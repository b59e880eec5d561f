import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openNotices } from '../../fleet/notices/notices.ts';
import type { Notify } from '../../fleet/notices/notify.ts';
import type { SendNotice } from '../../fleet/ports.ts';
import { openEmail } from '../../fleet/senders/email.ts';
import { openNoticeSender } from '../../fleet/senders/notices.ts';
import { openWebhook } from '../../fleet/senders/webhook.ts';
import { actOnAlarms, clear, raise } from '../../fleet/store/alarm-store.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import type { Ticking } from '../../fleet/ticking.ts';
import { aFakeClock, type FakeClock } from '../fake-clock.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { anSmtpServer, aWebhook, type SmallServer } from './small-servers.ts';
import { aStation } from './some-rows.ts';

const MINUTE = 60_000;
let postgres: Postgres;
let webhook: SmallServer;
let smtp: SmallServer;
const folder = mkdtempSync(join(tmpdir(), 'yike-notices-'));
beforeAll(async () => {
  postgres = await aPostgres();
  webhook = await aWebhook();
  smtp = await anSmtpServer();
});
afterAll(async () => {
  await Promise.all([postgres.close(), webhook.close(), smtp.close()]);
  rmSync(folder, { recursive: true });
});

const server = () => ({ host: '127.0.0.1', port: smtp.port, secure: false });
const notify = (): Notify => ({
  webhook: { url: `http://127.0.0.1:${webhook.port}/`, from: 'warning' },
  email: {
    smtp: server(),
    from: 'yike@example.org',
    people: [{ address: 'li@example.org', severity: 'critical' }],
    escalateAfterMinutes: 10,
    escalateTo: ['chief@example.org'],
  },
});

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let databases: Databases;
  let clock: FakeClock;
  let notices: Ticking;
  const warned: unknown[] = [];
  const log = {
    info() {},
    warn: (...facts: unknown[]) => warned.push(facts),
    error: (...facts: unknown[]) => warned.push(facts),
  };
  const open = (send: SendNotice = openNoticeSender(notify())): Ticking =>
    openNotices({ databases, clock, log, notify: notify(), send });
  const settled = async (): Promise<void> => {
    await clock.pass(0);
    await expect.poll(() => clock.waiting()).toBe(1);
  };
  /** Of a long time the wall clock alone shows most: half a minute of seconds brings whatever there is to do. */
  const pass = async (ms: number, seconds = 32_000): Promise<void> => {
    const most = Math.min(ms, seconds);
    clock.jump(ms - most);
    await clock.pass(most - 1000);
    await settled();
    await clock.pass(1000);
    await settled();
  };

  beforeAll(async () => {
    databases = await openDatabases(
      dialect === 'postgres' ? postgres.database('notices') : folder,
      Date.UTC(2026, 10, 1),
    );
  });
  afterAll(() => databases.close());
  beforeEach(async () => {
    for (const table of ['notice', 'alarm_event', 'alarm', 'station'] as const)
      await databases.fleet.deleteFrom(table).execute();
    clock = aFakeClock();
    await databases.fleet.insertInto('station').values(aStation('hut-1', clock.wall())).execute();
    for (const { got } of [webhook, smtp]) got.splice(0);
    for (const each of [webhook, smtp]) each.takes = () => true;
    warned.splice(0);
    notices = open();
    await settled();
  });
  afterEach(() => notices.close());

  const alarm = (code: string, severity: 'task' | 'warning' | 'critical', demo = false) => {
    const words = { 'zh-CN': '坏了', en: 'broken' };
    return { stationId: 'hut-1', deviceId: 'station', code, severity, words, origin: 'station', demo } as const;
  };
  const say = (...alarms: ReturnType<typeof alarm>[]) => raise(databases.fleet, alarms, clock.wall());
  const to = (): string[] => smtp.got.map((mail) => /<([^>]*)>/.exec(mail)?.[1] ?? '');

  test('each is told once, whoever waits is told of later, and nobody of what is done', async () => {
    await say(alarm('a', 'critical'), alarm('b', 'warning'), alarm('c', 'task'), alarm('d', 'critical', true));
    await pass(3000);
    expect(webhook.got).toHaveLength(2);
    expect(to()).toEqual(['li@example.org']);
    await notices.close();
    notices = open();
    await pass(9 * MINUTE);
    expect([webhook.got.length, smtp.got.length]).toEqual([2, 1]);
    await pass(2 * MINUTE);
    expect(to()).toEqual(['li@example.org', 'chief@example.org']);
    expect(smtp.got[1]).toMatch(/^Subject: =\?UTF-8\?/m);
    await clear(databases.fleet, [alarm('a', 'critical')], clock.wall());
    await pass(60 * MINUTE);
    expect([webhook.got.length, smtp.got.length]).toEqual([2, 2]);
  });

  test('what was acknowledged, or shelved, before it could be told is told to nobody', async () => {
    webhook.takes = smtp.takes = () => false;
    await say(alarm('a', 'critical'));
    await pass(3000);
    const { id } = await databases.fleet.selectFrom('alarm').select('id').executeTakeFirstOrThrow();
    await actOnAlarms(databases.fleet, [id], { kind: 'acknowledge', by: 'li' }, clock.wall());
    webhook.takes = smtp.takes = () => true;
    await pass(60 * MINUTE);
    expect([webhook.got.length, smtp.got.length]).toEqual([0, 0]);
    expect(warned.length).toBeGreaterThan(0);
  });

  test('a far side that is away is asked again, ever more seldom, and loses nothing', async () => {
    let asked = 0;
    webhook.takes = () => {
      asked += 1;
      return false;
    };
    await say(alarm('a', 'warning'));
    for (let i = 0; i < 20; i++) await pass(MINUTE, 2000);
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(asked).toBeLessThanOrEqual(7);
    webhook.takes = () => true;
    await pass(60 * MINUTE);
    expect(webhook.got).toHaveLength(1);
  });

  test('a storm is one message a minute for each recipient, and all of it is in them', async () => {
    await say(...Array.from({ length: 40 }, (_, i) => alarm(`a-${i}`, 'warning')));
    await pass(2000);
    expect(webhook.got).toHaveLength(1);
    await say(...Array.from({ length: 3 }, (_, i) => alarm(`b-${i}`, 'warning')));
    await pass(30_000);
    expect(webhook.got).toHaveLength(1);
    await pass(40_000);
    const codes = webhook.got.flatMap((body) => JSON.parse(body).alarms.map(({ code }: { code: string }) => code));
    expect(new Set(codes).size).toBe(43);
    expect(codes).toHaveLength(43);
  });

  test('killed between sending and marking it is told twice at most, and never not at all', async () => {
    await notices.close();
    let kill = (): void => {};
    const dead = new Promise<never>((_, reject) => {
      kill = () => reject(new Error('killed'));
    });
    dead.catch(() => {});
    const sent: string[] = [];
    const way = openNoticeSender(notify());
    const killed = open(async (notice) => {
      await way(notice);
      sent.push(notice.channel);
      await dead; // the process is gone: nothing is marked
    });
    await say(alarm('a', 'warning'));
    await clock.pass(2000);
    await expect.poll(() => sent).toEqual(['webhook']);
    notices = open();
    await clock.pass(5000);
    await expect.poll(() => webhook.got.length).toBe(2);
    kill();
    await killed.close();
    await pass(60 * MINUTE);
    expect(webhook.got).toHaveLength(2);
  });
});

test.each(['li@x.org, b@x.org', 'li@x.org\r\nRCPT TO:<b@x.org>', 'Li <li@x.org>', '', '"a b"@x.org'])(
  'no mail goes to %j',
  async (recipient) => {
    smtp.got.splice(0);
    const send = openEmail({ smtp: server(), from: 'yike@example.org' });
    const notice = { channel: 'email', subject: 's', text: 't', json: {} } as const;
    await expect(send({ ...notice, recipient })).rejects.toThrow('not an e-mail address');
    await send({ ...notice, recipient: 'li@x.org', subject: 'a\r\nBcc: b@x.org', text: '.\r\nQUIT\r\n.' });
    expect(smtp.got).toHaveLength(1);
    expect(smtp.got[0]).not.toMatch(/^Bcc:/m);
    expect(smtp.got[0]).toMatch(/^RCPT TO:<li@x.org>\n\n/);
  },
);

test('a password is never said without TLS, and a webhook that sends elsewhere has not taken it', async () => {
  smtp.got.splice(0);
  webhook.got.splice(0);
  const notice = { recipient: 'li@x.org', subject: 's', text: 't', json: {} } as const;
  const email = { smtp: { ...server(), user: 'u', password: 'secret' }, from: 'yike@example.org' };
  await expect(openEmail(email)({ ...notice, channel: 'email' })).rejects.toThrow();
  const send = openWebhook(`http://127.0.0.1:${webhook.port}/elsewhere`);
  await expect(send({ ...notice, channel: 'webhook' })).rejects.toThrow();
  expect([smtp.got, webhook.got]).toEqual([[], []]);
});
