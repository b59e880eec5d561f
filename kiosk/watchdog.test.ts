/** When the service manager is told that the station lives, and when not. The agent is a real one, its clock is passed by hand. */
import { afterEach, expect, test } from 'vitest';
import { armFaultPoints } from '../edge-agent/fault-point.ts';
import { catalogue, DeviceError, lineSettings, type Socket, simulate } from '../edge-agent/index.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { aHut, type Hut, type HutParts } from '../test/hut.ts';
import { startWatchdog, tellStatus } from './watchdog.ts';

let hut: Hut;
let cancel = (): void => {};
afterEach(async () => {
  armFaultPoints();
  cancel();
  await hut.close();
});

/** Told so far; one look every ten seconds. */
async function watched(parts?: HutParts): Promise<string[]> {
  hut = await aHut(parts);
  const told: string[] = [];
  const note = (what: string, facts = {}): void => void told.push(JSON.stringify({ what, ...facts }));
  const log = { info: note, warn: note, error: note };
  const manager = { tell: (message: string) => void told.push(message), patienceMs: 30_000, close: async () => {} };
  cancel = startWatchdog({ agent: hut.agent, manager, clock: hut.clock, log });
  return told;
}
const ping = 'WATCHDOG=1';
/** As better-sqlite3 throws it. */
const sqliteError = (code: string): Error => Object.assign(new Error('the disk'), { code });
const saveFails = (error: Error): void =>
  armFaultPoints((point) => {
    if (point === 'inside save') throw error;
  });

test('three times in its patience, on a station that nobody uses', async () => {
  const told = await watched();
  await hut.clock.pass(30_000);
  expect(told).toEqual([ping, ping, ping, ping]);
});

test('not while a save fails, and again when one works', async () => {
  const told = await watched();
  saveFails(new Error('the statement is busy'));
  await hut.clock.pass(30_000);
  expect(told).toEqual([ping, '{"what":"something stands still","which":"store"}']);
  armFaultPoints();
  await hut.clock.pass(20_000);
  expect(told.at(-1)).toBe(ping);
});

test.each(['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE'])(
  'a disk that refuses (%s) is said on the screen; starting anew would mend nothing',
  async (code) => {
    const told = await watched();
    saveFails(sqliteError(code));
    await hut.clock.pass(30_000);
    expect(hut.agent.acceptsVisits()).toBe(false);
    expect(told).toEqual([ping, ping, ping, ping]);
  },
);

test('a device that waits for its people goes round when it is asked to, and only then', async () => {
  hut = await aHut();
  expect(hut.agent.stuck()).toEqual([]);
  expect(hut.agent.stuck()).toEqual(['bp-1', 'glucose-1']); // asked again before either could turn
  await hut.clock.pass(0);
  expect(hut.agent.stuck()).toEqual([]);
});

test('not while one device’s loop stands still, though the others go round; one that is away is no reason', async () => {
  const clock = aFakeClock();
  const entry = catalogue.find(({ driver }) => driver.id === 'maibobo-rbp');
  if (!entry) throw new Error('no such driver');
  const monitor = await simulate(await entry.simulator(), lineSettings(entry.driver), { clock, tty: false });
  let opening: PromiseWithResolvers<never> | undefined;
  const socket: Socket = { name: 'a tty', open: (listener) => opening?.promise ?? monitor.socket.open(listener) };
  const told = await watched({ clock, sockets: { 'bp-1': socket } });
  await monitor.press('unplug');
  await clock.pass(20_000);
  expect(told).toEqual([ping, ping, ping]);
  opening = Promise.withResolvers();
  await clock.pass(30_000); // an open that never comes back: the first look still saw the loop move
  expect(told).toEqual([ping, ping, ping, ping, '{"what":"something stands still","which":"bp-1"}']);
  opening.reject(new DeviceError('wire', 'after all'));
  opening = undefined;
  await clock.pass(10_000);
  expect(told.at(-1)).toBe(ping);
  await clock.until(monitor.close());
});

test('what systemctl shows changes with the station', async () => {
  hut = await aHut();
  const told: string[] = [];
  const manager = { tell: (message: string) => void told.push(message), close: async () => {} };
  cancel = tellStatus({ agent: hut.agent, manager });
  saveFails(sqliteError('SQLITE_FULL'));
  hut.agent.stuck();
  armFaultPoints();
  await hut.clock.pass(5000);
  expect(told).toEqual(
    ['visits may begin', 'out of order', 'visits may begin'].map((visits) => `STATUS=${visits}, network away`),
  );
});
