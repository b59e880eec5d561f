import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { aMosquitto } from '../platform.ts';
import { aFolder, aPayload, bareInsert, drainTo, idOf, openStore, TOPIC, WINDOW } from './event.ts';
import { inTurn, type Row } from './row.ts';
import { bareLoop } from './senders.ts';

const EVENTS = 10_000;

/** Of this process, all its threads, in the kernel and outside it. */
const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** The CPU time of an event's whole way: one synchronised commit, and the wire. */
export async function cpuRows(): Promise<Row[]> {
  using folder = aFolder();
  await using broker = await aMosquitto([`max_inflight_messages ${WINDOW}`]);
  const bytes = await aPayload();
  const file = join(folder.path, 'cpu.db');
  const clear = (): void => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  };
  const seconds = await inTurn({
    async ours() {
      const { db, outbox } = openStore(file);
      const before = process.cpuUsage();
      for (let i = 1; i <= EVENTS; i++) outbox.transaction(() => outbox.add(idOf(i), TOPIC, () => bytes));
      const uplink = drainTo(broker.url, outbox, EVENTS);
      await uplink.drained;
      const spent = cpuSeconds(before);
      await uplink.close();
      db.close();
      clear();
      return spent;
    },
    async rival() {
      const { db, insert } = bareInsert(file, bytes);
      const save = db.transaction(insert);
      const before = process.cpuUsage();
      for (let i = 1; i <= EVENTS; i++) save.immediate(idOf(i));
      await bareLoop({ url: broker.url, events: EVENTS, bytes });
      const spent = cpuSeconds(before);
      db.close();
      clear();
      return spent;
    },
  });
  return [
    {
      what: `CPU time to save ${EVENTS.toLocaleString('en')} events, one commit each, and to drain them`,
      unit: 's',
      ours: seconds.ours,
      rival: { name: 'bare better-sqlite3 and a bare mqtt.js loop', value: seconds.rival },
    },
  ];
}
