/**
 * A whole bin on real firmware: its interlocks, our port with johnny-five, a cable, and the firmware on a simulated chip with
 * the thing behind it. One clock: that of the host passes as the chip's cycles do, a millisecond after the other.
 */
import type { Authorisation } from '../edge-agent/bins/authorisation.ts';
import { type Bin, type BinView, openBin } from '../edge-agent/bins/bin.ts';
import type { BinPort, BinSenses } from '../edge-agent/bins/bin-port.ts';
import { openFirmataPort } from '../edge-agent/bins/firmata-port.ts';
import { limitsOf } from '../edge-agent/bins/limits-of-board.ts';
import type { WireListener } from '../edge-agent/transports/transport.ts';
import { aFakeClock } from './fake-clock.ts';
import { aBinBehind } from './rig/bin-behind.ts';
import { OUTPUTS, PIN } from './rig/bin-board.ts';
import { HZ } from './rig/chip.ts';
import type { Image } from './rig/intel-hex.ts';
import { hex } from './rig/messages.ts';
import { aRig, type Rig } from './rig/rig.ts';
import { theBoard } from './the-board.ts';

const LONG_MS = 30_000;
/** Waits that no firmware has a part in; a second of a chip costs half of one. */
const HURRIED = { settleMs: 300, retryAfterMs: 300 } as const;

export interface BinOnAChip {
  readonly rig: Rig;
  readonly bin: Bin;
  readonly port: BinPort;
  senses(): BinSenses | undefined;
  /** What was told by the bin and of the board, in words, since the last call. */
  told(): string[];
  /** The same of the board's bytes. */
  said(): Uint8Array;
  /** What the host has sent since the last call, as hex text, and when: in cycles of the board. */
  sent(): { readonly hex: string; readonly cycle: number }[];
  press(words: string): void;
  authorisation(): Authorisation;
  pass(ms: number): Promise<void>;
  /** Lets time pass until that is so; throws when it is not within half a minute. */
  until(holds: () => boolean): Promise<void>;
  untilPlace(place: BinView['place']): Promise<void>;
  /** The same, and its lamps are on the line. */
  settled(place: BinView['place']): Promise<void>;
  /** Throws when it is refused. */
  unlock(): void;
  /** The outputs that are HIGH, the servo's pulses aside; throws where one is driven neither way. */
  on(): number[];
  /** Every rise of these pins since `fresh`. */
  rises(...pins: readonly number[]): number[];
  /** Nothing of before counts any more. */
  fresh(): void;
  /** Time passes for the board alone: the host stands still, or is dead. What it hears meanwhile waits for it. */
  hostStands(ms: number): void;
  /** As long as the host stood still its clock has gone on. */
  hostGoesOn(): Promise<void>;
  close(): Promise<void>;
}

export async function aBinOnAChip(image: Image): Promise<BinOnAChip> {
  await Promise.all([import('johnny-five'), import('firmata-io')]); // in real time, which no fake clock waits for
  const clock = aFakeClock();
  const rig = aRig(image);
  const behind = aBinBehind(rig);
  const board = theBoard();
  let host: WireListener | undefined;
  const told: string[] = [];
  const sent: { hex: string; cycle: number }[] = [];
  const logged: string[] = [];
  const said: number[] = [];
  let stoodMs = 0;
  const note = (what: string, facts = {}): void => void logged.push(`${what} ${JSON.stringify(facts)}`);
  const port = openFirmataPort({
    deviceId: 'bin-1',
    socket: {
      name: 'bin-1',
      async open(listener) {
        host = listener;
        return {
          async write(bytes) {
            sent.push({ hex: hex(bytes), cycle: rig.cycles });
            rig.send(bytes);
          },
          async close() {
            host = undefined;
          },
        };
      },
    },
    board,
    clock,
    log: { info: note, warn: note, error: note },
  });
  port.onBoard((news) => told.push(`board ${news}`));
  const bin = openBin({
    binId: 'bin-1',
    port,
    clock,
    log: { info() {}, warn() {}, error() {} },
    limits: { ...limitsOf(board), ...HURRIED },
  });
  bin.onTold(({ told: what, ...more }) => told.push([what, ...Object.values(more)].join(' ')));

  function hear(): void {
    const bytes = rig.take();
    said.push(...bytes);
    if (bytes.length > 0) host?.chunk(bytes);
  }

  /** Every millisecond: the chip first, what it has said then, and what the host makes of it last. */
  async function pass(length: number): Promise<void> {
    for (let passed = 0; passed < length; passed++) {
      rig.run(1);
      behind.turn();
      hear();
      await clock.pass(1);
    }
  }

  async function until(holds: () => boolean): Promise<void> {
    for (const began = clock.now(); !holds(); await pass(1)) {
      if (clock.now() - began > LONG_MS)
        throw new Error(`it never came: ${JSON.stringify(bin.state())} ${told.join()}\n${logged.join('\n')}`);
    }
  }

  const taken = <T>(list: T[]): T[] => list.splice(0);
  const untilPlace = (place: BinView['place']): Promise<void> => until(() => bin.state().place === place);
  let given = 0;
  const authorisation = (): Authorisation => ({ id: `a${++given}`, use() {}, spent() {} });

  return {
    rig,
    bin,
    port,
    senses: port.senses,
    told: () => taken(told),
    said: () => Uint8Array.from(taken(said)),
    sent: () => taken(sent),
    press(words) {
      if (!behind.press(words)) throw new Error(`nobody knows '${words}'`);
    },
    authorisation,
    pass,
    until,
    untilPlace,
    async settled(place) {
      await untilPlace(place);
      await pass(20);
    },
    unlock() {
      const answer = bin.unlock(authorisation());
      if (answer !== 'begun') throw new Error(`it would not: ${answer}`);
    },
    on() {
      const floats = OUTPUTS.find((pin) => !['low', 'high'].includes(rig.level(pin)));
      if (floats !== undefined) throw new Error(`pin ${floats} is no output`);
      return OUTPUTS.filter((pin) => pin !== PIN.servo && rig.level(pin) === 'high');
    },
    rises: (...pins) =>
      rig.changes.filter(({ pin, level }) => pins.includes(pin) && level === 'high').map(({ pin }) => pin),
    fresh() {
      rig.forget();
      for (const list of [told, said, sent]) list.length = 0;
    },
    hostStands(length) {
      stoodMs += length;
      for (const end = rig.cycles + (length * HZ) / 1000; rig.cycles < end; behind.turn()) rig.run(1);
    },
    async hostGoesOn() {
      const late = stoodMs;
      stoodMs = 0;
      await clock.pass(late);
      hear();
    },
    async close() {
      const closed = bin.close();
      let isClosed = false;
      closed.then(() => {
        isClosed = true;
      });
      await until(() => isClosed);
    },
  };
}
