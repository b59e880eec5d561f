import { describe, expect, test } from 'vitest';
import { aPort } from '../test/a-port.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { asks, aTinyDriver, type SayHello } from '../test/tiny-meter.ts';
import { catalogue, uncertain } from './catalogue.ts';
import { openDevice } from './device.ts';
import type { Unit } from './domain/memory.ts';
import { caresensN } from './drivers/caresens-n.ts';
import { contourNext } from './drivers/contour-next.ts';
import type { Driver } from './drivers/driver.ts';
import { ANY_METER, identified, type Turn, type Way } from './identify.ts';
import { NO_EARS } from './meeting.ts';
import { bytesOf } from './protocols/bytes.ts';
import { HELLO, SPEAKS } from './protocols/caresens-frame.ts';
import { listen, NEVER } from './protocols/conversation.ts';
import { caresensSimulator } from './simulators/caresens-n.ts';
import { isTellable } from './ways.ts';

const drivers = catalogue.map((entry) => entry.driver);
const meters = drivers.filter(isTellable);
const serialMeters = meters.filter(({ wire }) => wire.kind === 'serial');
const others = [...catalogue, ...uncertain].map((entry) => entry.driver).filter((one) => !isTellable(one));

/**
 * What may leave in a driver's turn, hexadecimal, from its source: its hello, and the questions of who it is. No erase, no
 * write, no clock set, no start. A driver that is to be told by itself needs a line here.
 */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  'caresens-n': /^(80|02695350630752534E42B14C03|8B(1.2.){3})$/, // hello; RSNB; reads of memory, there is no other 8B
  'contour-next': /^41424301(04|06|15)0*$/, // EOT, ACK, NAK: never ENQ, which opens its command mode
  'onetouch-ultra2': /^110D444D400D$/, // DM@; DMZ erases, DMT sets the clock
  // DISC and ACK; 05 0B 02 serial number, 05 1F F5 01 how many; of a Verio IQ 03 0B 01 02 and 03 27 00. 05 1A and 03 1A erase.
  'onetouch-ultramini':
    /^(0206(08|0[4-7])03.{4}|0212..050B02.{18}03.{4}|020A..051FF50103.{4}|020A..030B010203.{4}|0209..03270003.{4})$/,
  taidoc: /^512[478]00000000A3..$/, // model, serial number; 33 sets the clock, 43 starts the cuff, 52 erases
  truemetrix: /^A00[56]28(5F294230|5E294146|49293941|5A31294443)$/, // (_) off, (^) wake, (I), (Z1)
  'freestyle-text': /^(04|05|15|01)0{126}$|^6009247365726C6E756D3F0*$/, // $serlnum?; $resetpatient erases
  // The mode of asking, as a feature report; zeros that wake it; VER00, SRL00.
  'omron-hem-usb': /^(010[12]|0[57]0{14}|05(5645523030|53524C3030)0000)$/,
  'microlife-usb': /^04121618240*$/, // who it is; 23 and 27 write
  'beurer-bm58': /^A[A4-7](F4){7}$/, // are you there; its name
  'beurer-bm58-serial': /^A[A4]$/,
  contec08a: /^4[02]8FFFFEFDFC0*$/, // presence, handshake; 43 reads and erases
};
const allowed = ({ id }: Driver, hex: string): boolean => ALLOWED[id]?.test(hex) ?? false;

const NEVER_STOPPED = new AbortController().signal;

/** One search over these ways, what became of each turn, and what left in it. */
async function aSearch(ways: (port: ReturnType<typeof aPort>) => readonly Way[], plugged?: string, last?: string) {
  const clock = aFakeClock();
  const port = aPort(clock);
  if (plugged !== undefined) await port.plug(plugged);
  const began = clock.now();
  const turns: (Turn & { readonly sent: readonly string[] })[] = [];
  let counted = 0;
  const meeting = identified({
    ways: async () => ways(port),
    clock,
    last: () => last,
    turn(turn) {
      turns.push({ ...turn, sent: port.left.slice(counted).map(({ hex }) => hex) });
      counted = port.left.length;
    },
  });
  const met = async (found: Driver, _: unknown, __: unknown, unit: Unit) => ({ id: found.id, unit });
  const outcome = await clock.until(meeting(NO_EARS, NEVER_STOPPED, met).catch((error: Error) => error.message));
  const tookMs = clock.now() - began;
  await port.unplug();
  return { outcome, turns, tookMs, port, began, clock };
}

const NOBODY = 'silent: no meter answers that could be told by itself';

describe.each(meters)('$id', (meter) => {
  test('is told from all others within a minute, by its own handshake, and asked nothing else', async () => {
    const { outcome, turns, tookMs } = await aSearch((port) => port.ways(drivers, meter), meter.id);
    expect(outcome).toMatchObject({ id: meter.id });
    expect(tookMs).toBeLessThanOrEqual(60_000);
    expect(turns.at(-1)?.driver.id).toBe(meter.id);
    expect(turns.flatMap(({ driver: asked, sent }) => sent.filter((hex) => !allowed(asked, hex)))).toEqual([]);
    expect(turns.at(-1)?.sent).not.toEqual([]);
  });

  test('is found within five seconds where its line is declared', async () => {
    const { wire } = meter;
    const line = wire.kind === 'serial' ? { baudRate: wire.baudRate, parity: wire.parity ?? 'none' } : {};
    const { outcome, tookMs } = await aSearch((port) => port.ways(drivers, meter, line), meter.id);
    expect(outcome).toMatchObject({ id: meter.id });
    expect(tookMs).toBeLessThanOrEqual(5000);
  });

  test('that was there last is asked first, on its own line, when nobody has spoken', async () => {
    const before = [
      aTinyDriver(1, { baudRate: 4800 }),
      aTinyDriver(2, meter.wire.kind === 'serial' ? meter.wire : undefined),
    ];
    const { turns, port, began } = await aSearch((at) => at.ways([...before, ...drivers], meter), meter.id, meter.id);
    expect(turns.map((turn) => turn.driver.id)).toEqual([meter.id]);
    expect(port.opened).toHaveLength(1);
    expect((port.left[0]?.at ?? 0) - began).toBeGreaterThanOrEqual(500);
  });
});

test('what moves, what a host can start, and what is only partly documented is never asked for', async () => {
  const { outcome, turns, tookMs } = await aSearch((port) => port.ways(drivers));
  expect(outcome).toBe(NOBODY);
  expect([...new Set(turns.map((turn) => turn.driver.id))].sort()).toEqual(serialMeters.map(({ id }) => id).sort());
  expect(tookMs).toBeLessThanOrEqual(60_000);
});

test.each(others.map(({ id }) => id))('%s is taken for no meter', async (id) => {
  const { outcome } = await aSearch((port) => port.ways(drivers), id);
  expect(outcome).toBe(NOBODY);
});

test('eight silent drivers at one speed, each slow to ask, leave the ninth its time', async () => {
  const waits: SayHello = function* (line, byte) {
    yield* listen(line.now + 100);
    yield* asks(line, byte);
  };
  const many = Array.from({ length: 8 }, (_, i) => aTinyDriver(i + 1, undefined, waits));
  const { outcome, tookMs } = await aSearch(
    (port) => port.ways([...many, caresensN], undefined, { baudRate: 9600 }),
    'caresens-n',
  );
  expect(outcome).toMatchObject({ id: 'caresens-n' });
  expect(tookMs).toBeLessThanOrEqual(5000);
});

test('a meter that opens the talk itself is heard before anybody is asked, and by its own driver first', async () => {
  const clock = aFakeClock();
  const port = aPort(clock);
  const answersAnOpening: SayHello = function* (line, byte) {
    if ((yield line.now + 10) === byte) line.send(bytesOf(byte, byte));
  };
  const many = [aTinyDriver(1), aTinyDriver(2), aTinyDriver(7, undefined, answersAnOpening)];
  const meeting = identified({ ways: async () => port.ways(many), clock, last: () => 'tiny-1', turn() {} });
  const found = meeting(NO_EARS, NEVER_STOPPED, async (one) => one.id);
  await clock.pass(100);
  port.say(bytesOf(7));
  await clock.pass(10);
  expect(port.left.map(({ hex }) => hex)).toEqual(['0707']); // it heard what was said before its turn
  expect(await clock.until(found)).toBe('tiny-7');
});

test('who speaks its language, but does not come to an end, takes the time of no other', async () => {
  const neverEnds: SayHello = function* (line) {
    line.send(HELLO);
    yield* listen(NEVER);
  };
  const babbler = aTinyDriver(SPEAKS.packets, undefined, neverEnds); // it takes the other's answer for its own
  const { turns, tookMs, outcome } = await aSearch(
    (port) => port.ways([babbler, caresensN], undefined, { baudRate: 9600 }),
    'caresens-n',
  );
  expect(turns.map((turn) => turn.driver.id)).toEqual(['tiny-46', 'caresens-n']);
  expect(turns[0]).toMatchObject({ why: 'silent: no answer in its time' });
  expect(outcome).toMatchObject({ id: 'caresens-n' });
  expect(tookMs).toBeLessThanOrEqual(5000);
});

/** A device of the station at a port, its meter whichever is plugged in. */
function anOwnMeter(clock = aFakeClock(), name?: string) {
  const port = aPort(clock, name);
  const remembered = new Map<string, string>();
  const meeting = identified({
    ways: async () => port.ways([caresensN, contourNext]),
    clock,
    last: (at) => remembered.get(at),
    turn: (turn) => void ('unit' in turn && remembered.set(turn.port, turn.driver.id)),
  });
  const log = { info() {}, warn() {}, error() {} };
  const device = openDevice({ deviceId: 'own-meter', driver: ANY_METER, meeting, clock, log });
  const told: unknown[] = [];
  device.onEvent((event) => told.push(event));
  const connected = async (): Promise<void> => {
    while (device.health().status !== 'ok') await clock.pass(10);
  };
  return { clock, port, device, told, remembered, connected };
}

test('a meter that was found is talked with over the wire on which it was found, until it goes', async () => {
  const { clock, port, device, told, remembered, connected } = anOwnMeter();
  expect(device.driver.id).toBe('auto');
  await clock.pass(20_000);
  expect(device.health().lastError).toBe('silent');
  await port.plug('caresens-n');
  await connected();
  expect(device.driver.id).toBe('caresens-n');
  const opened = port.opened.length;
  const memory = await clock.until(device.readOut(NEVER_STOPPED));
  expect(memory.unit.serialNumber).toBe('CNP07A12345');
  expect(port.opened).toHaveLength(opened);
  expect([...remembered]).toEqual([[port.name, 'caresens-n']]);
  await port.unplug();
  await clock.pass(100);
  expect(device.driver.id).toBe('auto');
  await expect(device.readOut(NEVER_STOPPED)).rejects.toThrow('not connected');
  expect(told).toEqual([]); // what was another's language was refused by nobody
  await clock.until(device.close());
});

test('a meter pulled out while it is asked, or before, is found when it is back', async () => {
  const { clock, port, device, connected } = anOwnMeter();
  for (const afterMs of [100, 510, 850]) {
    await port.plug('caresens-n');
    await clock.pass(afterMs);
    await port.unplug();
    await clock.pass(10);
    expect(device.health().status).not.toBe('ok');
  }
  await port.plug('caresens-n');
  await connected();
  await clock.until(device.close());
});

test.each([0, 200, 700, 5000])(
  'closed %d ms after it began, it leaves nothing open and no timer behind',
  async (afterMs) => {
    const { clock, port, device } = anOwnMeter();
    await clock.pass(afterMs);
    await clock.until(device.close(), 2000);
    expect(clock.waiting()).toBe(0);
    expect(await port.ways([caresensN])[0]?.socket.open({ chunk() {}, gone() {} })).toBeDefined();
  },
);

test('two meters of one model are told apart by their ports and by their serial numbers', async () => {
  const clock = aFakeClock();
  const places = ['CNP07A12345', 'CNP07A99999'].map((serialNumber) => ({
    serialNumber,
    ...anOwnMeter(clock, `/dev/yike/${serialNumber}`),
  }));
  for (const { port, serialNumber } of places) await port.plug('caresens-n', caresensSimulator(serialNumber));
  for (const { connected } of places) await connected();
  for (const { device, remembered, port, serialNumber } of places) {
    expect((await clock.until(device.readOut(NEVER_STOPPED))).unit).toEqual({ serialNumber });
    expect([...remembered.keys()]).toEqual([port.name]);
  }
  for (const { device } of places) await clock.until(device.close());
});
