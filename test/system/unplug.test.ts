/**
 * The cable pulled after every byte of a measurement, over real ttys. Time is the test's: it passes in small steps while
 * the kernel and `socat` go on, and every limit here is one of that clock.
 */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as aTurn, setTimeout as waited } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { maiboboRbp } from '../../edge-agent/drivers/maibobo-rbp.ts';
import { type DeviceEvent, lineSettings, type Socket, serialSocket, simulate } from '../../edge-agent/index.ts';
import { concat, fromHex } from '../../edge-agent/protocols/bytes.ts';
import { maiboboSimulator } from '../../edge-agent/simulators/maibobo.ts';
import { aFakeClock, aSteppedClock } from '../fake-clock.ts';
import { aHut } from '../hut.ts';
import { aScriptedMeter, type ScriptedMeter } from '../scripted-meter.ts';

const [STOP, CONNECT, START] = ['CC80030301030002', 'CC80030301010000', 'CC80030301020003'];
const FOUND = concat(
  fromHex('AA 80 03 03 01 02 00 03'), // started
  fromHex('AA 80 03 04 01 05 00 78 7B'), // 120 mmHg
  fromHex('AA 80 03 04 01 05 00 B4 B7'), // 180 mmHg
  fromHex('AA 80 03 0F 01 06 00 1A 0B 17 0A 1E 00 00 88 00 54 00 48 8D'), // 136/84, pulse 72
);
const STOPPED = fromHex('AA 80 03 03 01 03 00 02');
const WORKED_BYTES = FOUND.length + STOPPED.length;

const folder = mkdtempSync(join(tmpdir(), 'yike-unplug-'));

/** A station with its own clock and its own monitor at the end of a link: most of a round is waiting, so two go on at once. */
async function aPlace(name: string) {
  const link = join(folder, name);
  /** Bytes that the meter may still say before its cable is pulled. */
  let bytesLeft = Number.POSITIVE_INFINITY;
  let bytesHeard = 0;

  /** The station's own serial port, its bytes counted. */
  const counted: Socket = {
    name: link,
    open: (listener) =>
      serialSocket(link, lineSettings(maiboboRbp)).open({
        gone: listener.gone,
        chunk(bytes) {
          bytesHeard += bytes.length;
          listener.chunk(bytes);
        },
      }),
  };

  /** A monitor on a new tty; the link does not name it yet. */
  const aMonitor = (): Promise<ScriptedMeter> =>
    aScriptedMeter(
      'maibobo-rbp',
      { [STOP]: STOPPED, [CONNECT]: fromHex('AA 80 03 03 01 01 00 00'), [START]: FOUND },
      (bytes) => {
        const said = bytes.subarray(0, bytesLeft);
        bytesLeft -= said.length;
        return said;
      },
    );

  /** As udev does it: the name is never without a tty. */
  function moveLink(to: ScriptedMeter): void {
    symlinkSync(to.path, `${link}.new`);
    renameSync(`${link}.new`, link);
  }

  let meter = await aMonitor();
  moveLink(meter);
  /** While a person rests nothing is on the wire, and nobody has to keep up: a turn is enough. */
  let resting = false;
  const clock = aFakeClock(undefined, async () => void (await (resting ? aTurn() : waited(2))));
  const hut = await aHut({ clock, sockets: { 'bp-1': counted } });
  const status = () => hut.agent.hub.devices[0]?.health().status;
  const screen = () => hut.view().screen;

  /** Passes time until this holds; fails when that takes longer. */
  async function passed(limitMs: number, what: string, holds: () => boolean): Promise<void> {
    for (const began = hut.clock.now(); !holds(); await hut.clock.pass(10)) {
      if (hut.clock.now() - began > limitMs)
        throw new Error(`no ${what} within ${limitMs} ms; ${JSON.stringify(screen())}`);
    }
  }
  await passed(5000, 'device', () => status() === 'ok');

  return {
    /** One measurement whose cable is pulled when the host has heard so many of its bytes. */
    async measureUntil(byte: number): Promise<void> {
      resting = true;
      await hut.toReady();
      resting = false;
      bytesLeft = byte;
      bytesHeard = 0;
      await hut.act({ do: 'start' });
      await passed(2000, `byte ${byte}`, () => bytesHeard === byte && meter.heard.includes(START));
    },
    /** Out it goes, its name with it. */
    async pull(): Promise<void> {
      rmSync(link);
      await meter.unplug();
    },
    /** Another is plugged in, and has the name. */
    async plugInElsewhere(): Promise<void> {
      bytesLeft = Number.POSITIVE_INFINITY;
      meter = await aMonitor();
      moveLink(meter);
    },
    /** The name first, then the old one goes. */
    async swap(): Promise<void> {
      const old = meter;
      meter = await aMonitor();
      moveLink(meter);
      await old.unplug();
      bytesLeft = Number.POSITIVE_INFINITY;
    },
    /** What the resident then sees: the reading, if the whole of it came, and it is saved; else that the device was lost. */
    async seesTheTruth(byte: number): Promise<void> {
      await passed(2000, 'sentence', () => screen().id === 'bp.problem' || screen().id === 'bp.pause');
      if (screen().id === 'bp.pause') await hut.act({ do: 'see-result' });
      expect(screen(), `cut after byte ${byte}`).toMatchObject(
        byte < FOUND.length
          ? { id: 'bp.problem', code: 'BP-LOST' }
          : { id: 'bp.result', systolicMmHg: 136, saved: 'saved' },
      );
    },
    goesDown: () => passed(2000, 'loss', () => status() === 'down'),
    async comesBack(byte: number): Promise<void> {
      await passed(5000, 'device', () => status() === 'ok');
      expect(meter.heard, `cut after byte ${byte}`).toEqual([STOP, CONNECT]);
      await hut.act({ do: 'done' });
      expect(screen().id).toBe('home');
    },
    async close(): Promise<void> {
      await hut.close();
      await meter.unplug();
    },
  };
}

let pulled: Awaited<ReturnType<typeof aPlace>>;
let moved: Awaited<ReturnType<typeof aPlace>>;
let before: Handles;

beforeAll(async () => {
  [pulled, moved] = await Promise.all([aPlace('pulled'), aPlace('moved')]);
  before = handles();
});
afterAll(async () => {
  await Promise.all([pulled.close(), moved.close()]);
  rmSync(folder, { recursive: true });
});

/** Some fifty ttys each: on a busy machine longer than most tests. */
const LIMIT_MS = 180_000;
const ROUNDS = Array.from({ length: WORKED_BYTES + 1 }, (_, byte) => byte);

test.concurrent('pulled after any byte, then plugged in elsewhere: a sentence, the stop first, and the device is back', {
  timeout: LIMIT_MS,
}, async () => {
  for (const byte of ROUNDS) {
    await pulled.measureUntil(byte);
    await pulled.pull();
    await pulled.seesTheTruth(byte);
    await pulled.goesDown();
    await pulled.plugInElsewhere();
    await pulled.comesBack(byte);
  }
});

test.concurrent('the name moved to a new tty before the old one went: the same', { timeout: LIMIT_MS }, async () => {
  for (const byte of ROUNDS) {
    await moved.measureUntil(byte);
    await moved.swap();
    await moved.seesTheTruth(byte);
    await moved.goesDown();
    await moved.comesBack(byte);
  }
});

test('more than a hundred rounds leave no handle and no process behind', async () => {
  expect(2 * ROUNDS.length).toBeGreaterThan(100);
  await vi.waitFor(() => expect(handles()).toEqual(before));
});

test('a simulated monitor that inflates on, its cable pulled, is let go as soon as it is plugged in again', async () => {
  const clock = aSteppedClock();
  const name = join(folder, 'simulated');
  const settings = lineSettings(maiboboRbp);
  const monitor = await simulate(maiboboSimulator(), settings, { clock, tty: true, link: name });
  const second = await aHut({ clock, sockets: { 'bp-1': monitor.socket } });
  const told: DeviceEvent[] = [];
  second.agent.hub.onEvent((_, event) => told.push(event));
  await second.toReady();
  await second.act({ do: 'start' });
  while (!told.some((event) => event.event === 'pressure' && event.mmHg >= 60)) await clock.pass(10);
  void monitor.press('unplug');
  expect((await second.until('bp.problem', 2000)).screen).toMatchObject({ code: 'BP-LOST' });
  await clock.pass(1000);
  told.length = 0;
  void monitor.press('plug');
  const began = clock.now();
  while (!told.some((event) => event.event === 'state' && event.state === 'idle')) await clock.pass(10);
  expect(clock.now() - began).toBeLessThan(5000);
  expect(told.filter(({ event }) => event === 'reading')).toEqual([]);
  await second.close();
  await clock.until(monitor.close());
});

interface Handles {
  readonly files: number;
  readonly processes: number;
}

function handles(): Handles {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return { files: readdirSync('/proc/self/fd').length, processes: children.length };
}
