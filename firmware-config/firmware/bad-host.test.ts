import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { losses, torn } from '../../test/bad-bytes.ts';
import { ACTUATORS, aBin, DOOR, PORT_1 } from '../../test/rig/a-bin.ts';
import { PIN } from '../../test/rig/bin-board.ts';
import { bytes, messages } from '../../test/rig/messages.ts';

const bin = aBin();
const { rig } = bin;
const RUNS = { numRuns: 200 } as const;
const ATTENTIVE = bytes('F7 F9');

beforeEach(bin.renew);

/** Sends them, and says which actuators were high at any time in or after them. */
function moves(stream: Iterable<number>): number[] {
  bin.renew();
  rig.send(stream);
  rig.runUntil(() => rig.unsent === 0, 1000);
  rig.run(30);
  return ACTUATORS.filter((pin) => rig.changes.some((change) => change.pin === pin && change.level === 'high'));
}

/** Is it a message that may make an actuator go on? */
function mayMove(message: string): boolean {
  const [command = 0, first = 0, second = 0] = bytes(message);
  return (
    command >> 4 === 9 || command === 0xe9 || (command === 0xf5 && second === 1) || (command === 0xf0 && first === 2)
  );
}

/** What the board answers to a question it has been asked since. */
function stillListens(): boolean {
  bin.heard();
  rig.send(ATTENTIVE);
  rig.run(60);
  return bin.heard().includes('F9 02 05');
}

const command = fc.constantFrom(
  0x90,
  0x91,
  0x92,
  0xe0,
  0xe7,
  0xe9,
  0xeb,
  0xc0,
  0xd0,
  0xf0,
  0xf4,
  0xf5,
  0xf7,
  0xf9,
  0xff,
);
const telling = fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x07, 0x08, 0x09, 0x0c, 0x6b, 0x6d, 0x70, 0x79, 0x7a);
const noise = fc.array(fc.oneof(command, telling, fc.nat(0xff)), { minLength: 1, maxLength: 60 });

test('noise in which no message stands moves nothing, and is not the end of the talk', () => {
  fc.assert(
    fc.property(noise, (stream) => {
      fc.pre(!messages(Uint8Array.from(stream)).some(mayMove));
      expect(moves(stream)).toEqual([]);
      expect(stillListens()).toBe(true);
    }),
    RUNS,
  );
});

const data = fc.nat(0x7f);
const sysex = fc.tuple(data, fc.array(data, { maxLength: 80 })).map(([id, payload]) => [0xf0, id, ...payload, 0xf7]);

test('no sysex but the lock’s own, whole and bare, moves anything, however long', () => {
  fc.assert(
    fc.property(
      sysex.filter(([, id, end]) => !(id === 2 && end === 0xf7)),
      (message) => {
        expect(moves(message)).toEqual([]);
        expect(stillListens()).toBe(true);
      },
    ),
    RUNS,
  );
});

test('no mode of any pin moves anything', () => {
  for (let pin = 0; pin < 0x80; pin += pin < 24 ? 1 : 13) {
    const modes = Array.from({ length: 0x12 }, (_, mode) => [0xf4, pin, mode === 0x11 ? 0x7f : mode]);
    expect(moves(modes.flat())).toEqual([]);
  }
});

const MOVING = {
  'F0 02 F7': [PIN.lock],
  '90 7C 01': [PIN.lock],
  'F5 07 01': [PIN.lock],
  [PORT_1.motor]: [PIN.motor],
  [PORT_1.buzzer]: [PIN.buzzer],
  [DOOR.close]: [PIN.servo],
} as const;

test.each(Object.entries(MOVING))('%s moves what it says; torn, or with a byte lost, nothing', (text, pins) => {
  const message = bytes(text);
  expect(moves([...message, ...ATTENTIVE])).toEqual(pins);
  for (const spoilt of [...losses(message), ...torn(message)]) {
    expect(moves([...spoilt, ...bytes('F9'), ...spoilt, ...bytes('F9')])).toEqual([]);
  }
});

const wellFormed = fc.oneof(
  fc
    .constantFrom(...Object.keys(MOVING), '91 00 00', 'F4 08 01', 'EB 30 00', 'F0 05 F7', 'F0 6D 08 F7', 'F9')
    .map(bytes),
  sysex.map((message) => Uint8Array.from(message)),
);

test('messages say the same in however many pieces they come', () => {
  const said = (pieces: readonly Uint8Array[], pauseMs: number) => {
    bin.renew();
    for (const piece of pieces) {
      rig.send(piece);
      rig.run(pauseMs);
    }
    rig.run(60 - pauseMs * pieces.length);
    const heard = bin.heard().filter((message) => !/^(E[0-3]|F0 6E 0[2-6]) /.test(message));
    return { heard, levels: [PIN.lock, PIN.motor, PIN.buzzer, PIN.red].map(rig.level) };
  };
  fc.assert(
    fc.property(
      fc.array(wellFormed, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(200), { maxLength: 4 }),
      (list, cuts) => {
        const stream = Uint8Array.from(list.flatMap((message) => [...message]));
        const places = [0, ...cuts.map((cut) => cut % stream.length).sort((a, b) => a - b), stream.length];
        const pieces = places.slice(1).map((end, at) => stream.subarray(places[at], end));
        fc.pre(stream.length < 120);
        expect(said(pieces, 3)).toEqual(said([stream], 3));
      },
    ),
    RUNS,
  );
});

test('where more comes than it can take, what is lost never makes one message of two', () => {
  // A head of one and a tail of another would be 90 07 01, 90 00 07: the lock. Long answers stop the reading often.
  const flood = bytes(`${'F0 6B F7 '.repeat(3)} ${'90 00 00 F4 07 01 '.repeat(30)} F9`);
  bin.renew();
  for (let sent = 0; sent < 3000; sent += 5) {
    while (rig.unsent < 128) rig.send(flood);
    rig.run(5);
  }
  const high = rig.changes.filter(({ level }) => level === 'high').map(({ pin }) => pin);
  expect(high).toEqual([]);
  expect(rig.untouched()).toBeGreaterThan(1000); // the stack is far from all else
  rig.run(600);
  bin.heard();
  bin.says('F0 05 F7');
  rig.run(20);
  const [status = ''] = bin.heard().filter((message) => message.startsWith('F0 05'));
  const [, , , , , , low = 0, upper = 0] = bytes(status);
  expect(low + 128 * upper).toBeGreaterThan(1000); // it has lost many
});
