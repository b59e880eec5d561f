import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitEvents } from '../../fleet/store/commit.ts';
import type { HeardEvent } from '../../fleet/store/heard.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { claimReceipts } from '../../fleet/store/watermark.ts';
import { aPostgres, type Postgres } from './postgres.ts';
import { anEvent, NOW } from './some-events.ts';

let postgres: Postgres;
const folder = mkdtempSync(join(tmpdir(), 'yike-commit-'));
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let members: [Databases, Databases];
  let made = 0;
  beforeAll(async () => {
    const url = dialect === 'postgres' ? postgres.database('commit') : folder;
    const one = await openDatabases(url, NOW);
    members = [one, dialect === 'postgres' ? await openDatabases(url, NOW) : one]; // on SQLite there is one member
  });
  afterAll(async () => {
    for (const member of new Set(members)) await member.close();
  });
  const stations = (): [string, string] => [`hut-${++made}a`, `hut-${made}b`];
  const eventsOf = (stationId: string) =>
    members[0].fleet.selectFrom('event').selectAll().where('station_id', '=', stationId).orderBy('position').execute();
  const markOf = (stationId: string) =>
    members[0].fleet.selectFrom('watermark').selectAll().where('station_id', '=', stationId).executeTakeFirst();

  test('in any order, cut anyhow, repeated, forked, by two members at once: each event once, the mark as far as none is missing', async () => {
    const arrival = fc.record({
      station: fc.nat(1),
      sequence: fc.integer({ min: 1, max: 12 }),
      fork: fc.constantFrom('', '', '', 'x'),
      member: fc.nat(1),
      batch: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 40 }), async (arrivals) => {
        const ids = stations();
        const said = arrivals.map((each) => ({
          ...each,
          event: anEvent(ids[each.station] ?? '', each.sequence, { fork: each.fork }),
        }));
        await Promise.all(
          members.map(async (member, at) => {
            for (const batch of [0, 1, 2, 3])
              await commitEvents(
                member,
                said.filter((each) => each.member === at && each.batch === batch).map(({ event }) => event),
                NOW,
              );
          }),
        );
        for (const stationId of ids) {
          const its = said.filter(({ event }) => event.stationId === stationId);
          const sequences = new Set(its.map(({ sequence }) => sequence));
          const rows = await eventsOf(stationId);
          expect(rows.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
            [...sequences].toSorted((a, b) => a - b),
          );
          let through = 0;
          while (sequences.has(through + 1)) through++;
          const highest = Math.max(0, ...sequences);
          const disputed = new Set(its.map(({ event }) => event.id)).size - sequences.size;
          if (its.length > 0)
            expect(await markOf(stationId)).toMatchObject({
              through,
              highest,
              disputed,
              gap_ms: highest > through ? NOW : null,
            });
          const read = { where: ['station_id', '=', stationId] } as const;
          const records = await members[0].resident
            .selectFrom('record')
            .selectAll()
            .where(...read.where)
            .execute();
          expect(records.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
            rows
              .filter(({ kind }) => kind === 'observation')
              .map(({ sequence }) => sequence)
              .toSorted((a, b) => a - b),
          );
          const envelopes = await members[0].fleet
            .selectFrom('envelope')
            .selectAll()
            .where(...read.where)
            .execute();
          expect(envelopes).toHaveLength(rows.filter(({ kind }) => kind === 'alarm').length);
          const open = await members[0].fleet
            .selectFrom('alarm')
            .select('code')
            .where(...read.where)
            .execute();
          expect(open).toEqual(disputed > 0 ? [{ code: 'sequence-fork' }] : []);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a station sees its own receipts, at most one a second whichever member says them', async () => {
    const [one, other] = stations();
    const batch = [1, 2, 3, 5].map((sequence) => anEvent(one, sequence)).concat(anEvent(other, 2));
    expect(await commitEvents(members[0], batch, NOW)).toEqual(
      new Map([
        [one, { fresh: 4, repeats: 0, disputed: 0, through: 3 }],
        [other, { fresh: 1, repeats: 0, disputed: 0, through: 0 }],
      ]),
    );
    const claim = (member: number, nowMs: number) =>
      claimReceipts(members[member]?.fleet ?? members[0].fleet, dialect, [one, other], nowMs);
    const claims = await Promise.all([claim(0, NOW), claim(1, NOW)]);
    expect(claims.flat()).toEqual([{ stationId: one, through: 3 }]);
    expect(await claim(1, NOW + 999)).toEqual([]);
    expect(await commitEvents(members[1], [anEvent(one, 4), anEvent(one, 3)], NOW + 999)).toEqual(
      new Map([[one, { fresh: 1, repeats: 1, disputed: 0, through: 5 }]]),
    );
    expect(await claim(1, NOW + 1000)).toEqual([{ stationId: one, through: 5 }]);
    expect(await claim(0, NOW - 3_600_000)).toEqual([{ stationId: one, through: 5 }]); // the clock was put back
    expect(await markOf(one)).toMatchObject({ gap_ms: null });
  });

  test('what comes back after it has been forgotten for its age is no new event; a gap that was given up may still be filled', async () => {
    const [stationId] = stations();
    await commitEvents(
      members[0],
      [1, 2, 3, 4, 7, 8].map((sequence) => anEvent(stationId, sequence)),
      NOW,
    );
    await members[0].fleet.deleteFrom('seen').where('station_id', '=', stationId).where('sequence', '<=', 3).execute();
    await members[0].fleet.updateTable('watermark').set({ through: 6 }).where('station_id', '=', stationId).execute();
    const [answer] = (
      await commitEvents(
        members[1],
        [2, 5, 9].map((sequence) => anEvent(stationId, sequence, { fork: 'y' })),
        NOW,
      )
    ).values();
    expect(answer).toEqual({ fresh: 2, repeats: 1, disputed: 0, through: 9 });
    expect((await eventsOf(stationId)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 7, 8, 5, 9]);
  });

  test('ten thousand in one go, and a fork of a record lies beside it', async () => {
    const [stationId] = stations();
    const many: HeardEvent[] = Array.from({ length: 10_000 }, (_, at) => anEvent(stationId, at + 1));
    expect((await commitEvents(members[0], many, NOW)).get(stationId)).toMatchObject({
      fresh: 10_000,
      through: 10_000,
    });
    const fork = anEvent(stationId, 1, { fork: 'other' });
    for (let times = 0; times < 2; times++) await commitEvents(members[1], [fork], NOW);
    expect(await markOf(stationId)).toMatchObject({ disputed: 1 });
    const disputed = members[0].resident.selectFrom('disputed_record').selectAll().where('station_id', '=', stationId);
    expect((await disputed.execute()).map(({ envelope }) => envelope)).toEqual([fork.payload]);
    const rows = await eventsOf(stationId);
    expect(rows.every(({ sequence }, at) => sequence === at + 1)).toBe(true);
    expect(rows.find(({ kind }) => kind === 'alarm')?.words).toBe('{"zh-CN":"低电","en":"low"}');
  });
});
