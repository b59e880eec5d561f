/**
 * One conversation with one Firmata board, from the opening of its wire to its loss: johnny-five's Board on firmata-io on a
 * wire of our own. Neither reconnects or closes (rwaldron/johnny-five issues 617 and 1546, firmata/firmata.js 87 and 133), so
 * a link is thrown away whole and another made. Both are loaded with the first bin: they cost 16 MB.
 */
import { EventEmitter } from 'node:events';
import { DeviceError } from '../domain/device-error.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Socket, Wire } from '../transports/transport.ts';
import { NEWS_ID, newsOf } from './yike-bin.ts';

export interface LinkEars {
  digital(pin: number, high: boolean): void;
  analog(channel: number, adc: number): void;
  /** It said its name unasked: it has just started, and every pin is back at its default. Or it told us that it let go of some. */
  restarted(): void;
  /** It has stopped a closing door by itself: motor and servo are dead. */
  pinched(): void;
  /** Once, and last. */
  gone(why: DeviceError): void;
}

export interface PinState {
  readonly mode: number;
  readonly state: number;
}

export interface Link {
  /** `StandardFirmata.ino`, or what else answers; as it was last said. */
  readonly firmware: string;
  /** Of its Firmata protocol, such as 2.5. */
  readonly protocol: string;
  /** Which of these modes that pin can have. */
  supports(pin: number, mode: number): boolean;
  send(bytes: readonly number[]): void;
  /** Tells firmata-io which pins are set to be inputs, or it would not say what they read. Sends nothing. */
  reads(pins: Iterable<number>): void;
  /** Rejects after a second without an answer. */
  pinState(pin: number): Promise<PinState>;
  /** Rejects after a second without an answer: the board is gone, even where its port is still open. */
  alive(): Promise<void>;
  /** Resolves when the board has answered all that it was asked before. Rejects after a second. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

const ANSWER_MS = 1000;
/** A reset at opening: the bootloader's second and a half, and two of blinking the version. */
const START_TRIES = 6;
/** firmata-io's own question, on a timer that we stop at once. */
const NEVER_MS = 2 ** 31 - 1;

/** Rejects when nothing answers as a Firmata board does, or the signal ends it; once it is open the signal means nothing to it. */
export async function openLink(
  socket: Socket,
  { clock, signal, ...ears }: LinkEars & { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Link> {
  const [{ default: five }, { default: firmata }] = await Promise.all([import('johnny-five'), import('firmata-io')]);
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => {}); // whoever waits for something hears of it
  let wire: Wire | undefined;
  let ended = false;
  /** What firmata-io has understood of a chunk, told once it is through with it: its errors are the wire's, ours are bugs. */
  let told: (() => void)[] = [];

  const transport = Object.assign(new EventEmitter(), {
    write(bytes: Uint8Array, done: () => void): void {
      wire?.write(bytes).catch((error: unknown) => end(asDeviceError(error)));
      done();
    },
  });
  const io = new firmata.Firmata(transport, { reportVersionTimeout: NEVER_MS });
  clearTimeout(io.reportVersionTimeoutId);
  io.on('error', () => {}); // without a listener it would end the process; the wire tells of its end by itself

  function end(why: DeviceError): void {
    if (ended) return;
    ended = true;
    over.reject(why);
    ears.gone(why);
  }

  function hear(bytes: Uint8Array): void {
    if (ended) return;
    told = [];
    try {
      transport.emit('data', Buffer.from(bytes));
    } catch {
      end(new DeviceError('wire', 'it says what no Firmata board says')); // of a pin that it has not, say
      return;
    }
    for (const tell of told) tell();
  }

  /** Rejects when the link ends, or after a second. */
  function within<T>(promise: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const cancel: Cancel = clock.at(clock.now() + ANSWER_MS, () => reject(new DeviceError('silent', 'no answer')));
    return Promise.race([promise, late, over.promise]).finally(cancel);
  }

  const next = (event: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    io.once(event, resolve);
    return within(promise).finally(() => io.off(event, resolve));
  };

  async function askUntilReady(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const ready = next('ready');
      io.reportVersion(() => {});
      io.queryFirmware(() => {});
      try {
        return await ready;
      } catch (error) {
        if (ended || attempt === START_TRIES) throw error;
      }
    }
  }

  const close = async (): Promise<void> => {
    ended = true;
    io.removeAllListeners();
    transport.removeAllListeners();
    await wire?.close();
  };

  const stop = (): void => end(new DeviceError('unavailable', 'closing'));
  signal.addEventListener('abort', stop);
  try {
    wire = await socket.open({ chunk: hear, gone: (why) => end(new DeviceError('unplugged', why)) });
    await askUntilReady();
  } catch (error) {
    await close();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  // Not before: johnny-five keeps every Board in a list of its own for ever.
  const board = new five.Board({ io, repl: false, debug: false, sigint: false });
  board.on('error', () => {});
  await new Promise<void>((resolve) => board.once('ready', resolve));

  const asked = new Map<number, ((state: PinState) => void)[]>();
  for (const pin of io.pins.keys()) {
    io.on(`digital-read-${pin}`, (value: number) => told.push(() => ears.digital(pin, value === 1)));
    io.on(`pin-state-${pin}`, () => {
      const answer = asked.get(pin)?.shift(); // a board answers in the order in which it is asked
      const { mode, state } = io.pins[pin] ?? { mode: Number.NaN, state: Number.NaN };
      if (answer) told.push(() => answer({ mode, state }));
    });
  }
  io.on('analog-read', ({ pin, value }: { readonly pin: number; readonly value: number }) =>
    told.push(() => ears.analog(pin, value)),
  );
  // All that we asked at the start was answered before the analog mapping was: from here on this is a banner.
  io.on('queryfirmware', () => {
    asked.clear();
    told.push(() => ears.restarted());
  });
  io.clearSysexResponse(NEWS_ID); // it is kept for all boards alike: each answers by the board that hears it
  io.sysexResponse(NEWS_ID, function (data) {
    this.emit('own-news', data);
  });
  io.on('own-news', (data: readonly number[]) => {
    const news = newsOf(data);
    if (news) told.push(news === 'pinch' ? ears.pinched : ears.restarted);
  });

  return {
    get firmware() {
      return io.firmware.name ?? '';
    },
    protocol: `${io.version.major}.${io.version.minor}`,
    supports: (pin, mode) => io.pins[pin]?.supportedModes.includes(mode) ?? false,
    send: (bytes) => transport.write(Uint8Array.from(bytes), () => {}),
    reads(pins) {
      for (const pin of pins) Object.assign(io.pins[pin] ?? {}, { mode: board.MODES.INPUT });
    },
    pinState(pin) {
      const { promise, resolve } = Promise.withResolvers<PinState>();
      asked.set(pin, [...(asked.get(pin) ?? []), resolve]);
      board.queryPinState(pin, () => {});
      return within(promise);
    },
    async alive() {
      const answered = next('reportversion');
      io.reportVersion(() => {});
      await answered;
    },
    async drained() {
      const answered = next('capability-query'); // a question of no other use: its answer is no earlier question's
      io.queryCapabilities(() => {});
      await answered;
    },
    async close() {
      await close();
      board.removeAllListeners();
      board.io = null;
      board.transport = null;
      board.pins = null;
    },
  };
}

const asDeviceError = (error: unknown): DeviceError =>
  error instanceof DeviceError ? error : new DeviceError('wire', 'the port refused the bytes');
