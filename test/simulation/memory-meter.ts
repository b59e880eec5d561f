/** A glucose meter with a memory, its cable, and a driver for it, as cheap as they can be and still be ones. */
import { DeviceError } from '../../edge-agent/domain/device-error.ts';
import type { StoredRecord } from '../../edge-agent/domain/memory.ts';
import { glucose } from '../../edge-agent/domain/reading.ts';
import { driver } from '../../edge-agent/drivers/driver.ts';
import { ask, type Conversation, type Line, listen } from '../../edge-agent/protocols/conversation.ts';
import type { Socket, WireListener } from '../../edge-agent/transports/transport.ts';
import type { Dice } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What a meter of this kind tells of its clock. */
export type ClockKind = 'seconds' | 'minutes' | 'none';

export interface Measured {
  readonly mmolPerL: number;
  readonly control: boolean;
}

export interface MemoryMeter {
  readonly socket: Socket;
  readonly plugged: boolean;
  unplug(): void;
  plug(): void;
  /** Somebody's drop, or the control solution. The oldest of a full memory goes. */
  measure(measured: Measured): void;
  /** So much further on than it was, milliseconds. */
  setClock(byMs: number): void;
}

interface Parts {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly clock: ClockKind;
  /** Its whole memory was told. */
  readonly dumped: (holds: number) => void;
}

/** Local time by which it began; any will do. */
const SHOWS_MS = Date.UTC(2026, 10, 23, 12, 20);
/** Where it holds but one, what lies there alone may be anybody's. */
const MOST_RECORDS = [1, 2, 12] as const;
const SERIAL_NUMBER = 'NEEDLE-4711';
const LOOK_EVERY_MS = 5000;

interface Told {
  readonly mark: string;
  readonly clock?: string;
  readonly records: readonly (Measured & { readonly index: number; readonly deviceClock: string })[];
}

export function openMemoryMeter({ scheduler, dice, clock, dumped }: Parts): MemoryMeter {
  let listener: WireListener | undefined;
  let plugged = true;
  const slowestMs = dice.pick([400, 12_000]);
  const mostRecords = dice.pick(MOST_RECORDS);
  let aheadMs = 0;
  let count = 0;
  const records: (Measured & { readonly deviceClock: string })[] = [];

  const shows = (): string => {
    const text = new Date(SHOWS_MS + scheduler.now() + aheadMs).toISOString().slice(0, 19);
    return clock === 'minutes' ? `${text.slice(0, 17)}00` : text;
  };
  function answer(question: string): string {
    const mark = String(count);
    if (question !== 'M') return mark;
    dumped(records.length);
    const told: Told = {
      mark,
      ...(clock !== 'none' && { clock: shows() }),
      records: records.map((record, at) => ({ ...record, index: at })),
    };
    return JSON.stringify(told);
  }
  const measure = (measured: Measured): void => {
    records.push({ ...measured, deviceClock: shows() });
    count++;
    if (records.length > mostRecords) records.shift();
  };
  return {
    socket: {
      name: 'the cable',
      async open(to) {
        scheduler.stir();
        if (!plugged) throw new DeviceError('wire', 'nothing is there');
        listener = to;
        return {
          async write(bytes) {
            const question = new TextDecoder().decode(bytes).trim();
            scheduler.after(question === 'M' ? dice.between(1, slowestMs) : dice.between(1, 400), () => {
              if (listener !== to) return;
              const said = new TextEncoder().encode(`${answer(question)}\n`);
              scheduler.after(dice.between(1, 50), () => {
                scheduler.stir();
                if (listener === to) to.chunk(said);
              });
            });
          },
          async close() {
            if (listener === to) listener = undefined;
          },
        };
      },
    },
    get plugged() {
      return plugged;
    },
    unplug() {
      plugged = false;
      const from = listener;
      listener = undefined;
      scheduler.stir();
      from?.gone('pulled');
    },
    plug() {
      plugged = true;
    },
    measure,
    setClock(byMs) {
      aheadMs += byMs;
    },
  };
}

const say = (line: Line, question: string, withinMs = 1000): Conversation<string, string | undefined> =>
  ask(line, new TextEncoder().encode(`${question}\n`), (frame) => frame, { withinMs });

function* look(line: Line): Conversation<string, string> {
  const mark = yield* say(line, 'L');
  if (mark === undefined) throw new DeviceError('silent', 'look');
  return mark;
}

export const memoryMeter = driver<string>({
  id: 'tiny-memory',
  models: ['A meter of the simulation'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['glucose'],
  check: 'none',
  sureness: 'high',
  source: 'this simulation',
  language: {
    cut(bytes) {
      const end = bytes.indexOf(10);
      return end < 0 ? 'wait' : { frame: new TextDecoder().decode(bytes.subarray(0, end)), used: end + 1 };
    },
  },
  *greet(line) {
    yield* look(line);
  },
  *idle(line, mark) {
    const known = mark ?? (yield* look(line));
    do yield* listen(line.now + LOOK_EVERY_MS);
    while ((yield* look(line)) === known);
  },
  *readOut(line) {
    const text = yield* say(line, 'M', 15_000);
    if (text === undefined) throw new DeviceError('silent', 'memory');
    const { mark, clock, records }: Told = JSON.parse(text);
    return {
      mark,
      unit: { serialNumber: SERIAL_NUMBER },
      ...(clock !== undefined && { clock: { deviceClock: clock, heardAt: line.now } }),
      records: records.map(
        ({ index, deviceClock, mmolPerL, control }): StoredRecord => ({
          index,
          deviceClock,
          event: glucose({ mmolPerL, deviceClock, ...(control && { flags: ['control'] }) }),
        }),
      ),
    };
  },
});
