/** The proof's own eyes: whatever could be wrong with a database is seen there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { readEvent } from '../../fleet/receive/read-event.ts';
import { isRefused } from '../../fleet/receive/refusals.ts';
import { commitEvents } from '../../fleet/store/commit.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { audit, receiptChecker } from './checker.ts';
import { someDevices } from './player/devices.ts';
import { eventOf } from './player/happenings.ts';
import { openLedger } from './player/ledger.ts';

const STATION = 'hut-1';
const EVENTS = 3;
const folder = mkdtempSync(join(tmpdir(), 'yike-checker-'));
let databases: Databases;
let ledger = openLedger();

/** Three events of a blood-pressure monitor, sent and committed. */
beforeEach(async () => {
  databases = await openDatabases(mkdtempSync(join(folder, 'database-')), Date.now());
  ledger = openLedger();
  const [device] = someDevices(1);
  if (!device) throw new Error('no device');
  const heard = Array.from({ length: EVENTS }, (_, at) => {
    const { topic, payload } = eventOf({ stationId: STATION, device, number: at + 1, atMs: Date.now(), demo: true });
    const text = payload(at + 1);
    ledger.sent(STATION, at + 1, { topic, payload: text });
    const event = readEvent(STATION, 'observation', Buffer.from(text), Date.now());
    if (isRefused(event)) throw new Error('an event of the player is refused');
    return event;
  });
  await commitEvents(databases, heard, Date.now());
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => databases.close());

test('what is there as it was sent is right', async () => {
  expect(await audit(databases, ledger, [STATION])).toEqual({ events: EVENTS, lost: [], wrong: [] });
});

test.each([
  ['fleet', 'delete from event where sequence = 2', ['hut-1 2'], []],
  ['fleet', 'delete from seen where sequence = 2', ['hut-1 2'], []],
  ['resident', 'delete from record where sequence = 2', ['hut-1 2'], []],
  ['fleet', "update seen set digest = 'x' where sequence = 2", [], ['hut-1 2: other bytes']],
  ['resident', "update record set envelope = envelope || ' ' where sequence = 2", [], ['hut-1 2: other bytes']],
  ['fleet', "update event set kind = 'deposit' where sequence = 2", [], ['hut-1 2: other facts']],
  ['fleet', "insert into seen values ('hut-1', 4, 'a', 'b', 0)", [], ['hut-1 4: nobody sent it']],
  [
    'fleet',
    `insert into event (station_id, sequence, id, kind, time_ms, received_ms, demo)
     select station_id, sequence, id, kind, time_ms, received_ms, demo from event where sequence = 2`,
    [],
    ['hut-1 2: 2 times'],
  ],
  [
    'fleet',
    "insert into dispute (station_id, sequence, event_id, digest, received_ms) values ('hut-1', 2, 'a', 'b', 0)",
    [],
    ['hut-1 2: disputed'],
  ],
] as const)('%s: %s', async (database, statement, lost, wrong) => {
  await sql.raw(statement).execute(databases[database]);
  expect(await audit(databases, ledger, [STATION])).toEqual({ events: EVENTS, lost, wrong });
});

test.each([
  [3, 'select 1', []],
  [4, 'select 1', ['hut-1 was told 4, there were 3 through 3']],
  [3, 'update watermark set through = 2', ['hut-1 was told 3, there were 3 through 2']],
  [3, 'delete from seen where sequence = 1', ['hut-1 was told 3, there were 2 through 3']],
] as const)('a receipt of %d after `%s`', async (told, statement, ahead) => {
  await sql.raw(statement).execute(databases.fleet);
  const checker = receiptChecker(databases);
  checker.heard(STATION, told);
  expect(await checker.settled()).toEqual({ checked: 1, ahead });
});
