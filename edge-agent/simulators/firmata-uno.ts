/**
 * An Arduino Uno with StandardFirmata, whatever hangs on its pins. Source: firmata/protocol `protocol.md` 2.8.0 and
 * firmata/arduino `StandardFirmata.ino`; its defaults, its boot and what a reset does were measured on the real firmware on a
 * simulated ATmega328P.
 */
import { type Conversation, type Line, NEVER } from '../protocols/conversation.ts';
import { type Said, saidIn } from './firmata-said.ts';
import { isPress, type Press, type Simulator, simulator, type Word } from './simulator.ts';

/**
 * silent: it hears and says nothing. deaf: it does not do what is written to a port. old: StandardFirmata 2.4, from its next
 * start on. sulking: its sensors are reported no more.
 */
const FAULTS = ['silent', 'deaf', 'old', 'sulking'] as const;
const WORDS = [
  { form: 'reset', does: 'its power fails for a moment' },
  { form: 'reset unheard', does: 'the same, and what it says at its start gets lost' },
] as const;

const PINS = 20;
const FIRST_ANALOG = 14;
const PWM_PINS = [3, 5, 6, 9, 10, 11];
const BOOT_MS = { '2.4': 1875, '2.5': 2125 } as const;
const DEFAULT_SAMPLING_MS = 19;
/** Of three bytes, in a receiver's 64. */
const WAITING_MESSAGES = 21;
const MODE = { input: 0, output: 1, analog: 2, pwm: 3, servo: 4, i2c: 6, pullUp: 11 } as const;

/** What hangs on a board's pins. */
export interface Attached {
  /** Lets time pass until then, the pins driving what they drive. */
  pass(now: number, pins: DrivenPins): void;
  /** By pin, each contact to ground: is it closed? */
  contacts(): ReadonlyMap<number, boolean>;
  /** Of the converter at that analog channel. */
  counts(channel: number): number;
  /** False when these are none of its words. */
  hand(form: string, amount: number | undefined): boolean;
}

export interface DrivenPins {
  isHigh(pin: number): boolean;
  /** Of the pulses at that pin; undefined: none. */
  servoDegrees(pin: number): number | undefined;
}

export const unoSimulator = ({
  driver,
  words,
  attach,
}: {
  readonly driver: string;
  readonly words: readonly Word[];
  readonly attach: (now: number) => Attached;
}): Simulator =>
  simulator<Said>({
    driver,
    language: { cut: saidIn },
    live: (line) => live(line, attach(line.now)),
    takes: [],
    faults: FAULTS,
    words: [...words, ...WORDS],
  });

interface Pin {
  mode: number;
  state: number;
}

/** As StandardFirmata leaves them at its start: every digital pin an output and LOW, the others analog. */
const startingPins = (): Pin[] =>
  Array.from({ length: PINS }, (_, pin) => ({ mode: pin < FIRST_ANALOG ? MODE.output : MODE.analog, state: 0 }));

function* live(line: Line, attached: Attached): Conversation<Said | Press> {
  let fault = 'none';
  let protocol: '2.4' | '2.5' = '2.5';
  let pins = startingPins();
  let analogReports = new Set<number>();
  let digitalReports = new Map<number, number>();
  let samplingMs = DEFAULT_SAMPLING_MS;
  let samplesAt = NEVER;
  /** While it boots its pins float; what it hears waits in its receiver. */
  let bootedAt = line.now;
  let saysItsName = true;
  let waiting: Said[] = [];
  let floats = 0;

  const isUp = (): boolean => bootedAt === NEVER;
  const say = (...bytes: number[]): void => {
    if (fault !== 'silent') line.send(Uint8Array.from(bytes));
  };
  const version = (): number[] => [2, protocol === '2.4' ? 4 : 5];
  const text = (words: string): number[] => [...words].flatMap((letter) => [letter.charCodeAt(0), 0]);
  const sayFirmware = (): void => say(0xf0, 0x79, ...version(), ...text('StandardFirmata.ino'), 0xf7);

  function reset(heard: boolean): void {
    pins = startingPins();
    analogReports = new Set();
    digitalReports = new Map();
    samplingMs = DEFAULT_SAMPLING_MS;
    samplesAt = NEVER;
    protocol = fault === 'old' ? '2.4' : '2.5';
    bootedAt = line.now + BOOT_MS[protocol];
    saysItsName = heard;
    waiting = [];
  }

  function boot(): void {
    bootedAt = NEVER;
    if (saysItsName) {
      say(0xf9, ...version());
      sayFirmware();
    }
    for (const said of waiting) hear(said);
    waiting = [];
  }

  const driven: DrivenPins = {
    isHigh: (pin) => isUp() && pins[pin]?.mode === MODE.output && pins[pin].state === 1,
    servoDegrees: (pin) => (isUp() && pins[pin]?.mode === MODE.servo ? pins[pin].state : undefined),
  };

  /** As the port's pins read: a closed contact LOW, an open one HIGH by its pull-up, and without one by chance. */
  function portLevels(port: number): number {
    floats ^= 1;
    let bits = 0;
    for (const [pin, closed] of attached.contacts()) {
      const here = pins[pin];
      if (pin >> 3 !== port || !here || (here.mode !== MODE.input && here.mode !== MODE.pullUp)) continue;
      const pulledUp = here.mode === MODE.pullUp || here.state === 1;
      if (!closed && (pulledUp || floats === 1)) bits |= 1 << (pin & 7);
    }
    return bits;
  }

  function report(): void {
    for (const [port, before] of digitalReports) {
      const bits = portLevels(port);
      if (bits === before) continue;
      digitalReports.set(port, bits);
      say(0x90 | port, bits & 0x7f, bits >> 7);
    }
    if (fault === 'sulking') return;
    for (const channel of [...analogReports].sort()) {
      const value = attached.counts(channel);
      say(0xe0 | channel, value & 0x7f, value >> 7);
    }
  }

  function setMode(number: number, mode: number): void {
    const pin = pins[number];
    if (!pin) return;
    const known = [MODE.input, MODE.output, MODE.analog, MODE.pwm, MODE.servo].some((one) => one === mode);
    if (!known && !(mode === MODE.pullUp && protocol === '2.5')) {
      say(0xf0, 0x71, ...text('Unknown pin mode'), 0xf7);
      return;
    }
    pin.mode = mode;
    pin.state = mode === MODE.servo ? 90 : 0;
  }

  function writePort(port: number, bits: number): void {
    if (fault === 'deaf') return;
    for (let bit = 0; bit < 8; bit++) {
      const pin = pins[port * 8 + bit];
      if (pin?.mode !== MODE.output && pin?.mode !== MODE.input) continue;
      const level = (bits >> bit) & 1;
      // An input's pull-up: on 2.4 every write switches it on or off, on 2.5 only on.
      if (pin.mode === MODE.output || protocol === '2.4' || level === 1) pin.state = level;
    }
  }

  function writePin(number: number, level: number): void {
    const pin = pins[number];
    if (protocol === '2.5' && fault !== 'deaf' && pin?.mode === MODE.output) pin.state = level;
  }

  function writeValue(number: number, value: number): void {
    const pin = pins[number];
    if (pin?.mode === MODE.pwm || pin?.mode === MODE.servo) pin.state = value;
  }

  /** Once when it is asked for, then only when it changes. */
  function reportPort(port: number, wanted: boolean): void {
    digitalReports.delete(port);
    if (!wanted) return;
    const bits = portLevels(port);
    digitalReports.set(port, bits);
    say(0x90 | port, bits & 0x7f, bits >> 7);
  }

  function sysex([id, ...data]: readonly number[]): void {
    if (id === 0x79) sayFirmware();
    else if (id === 0x6b) say(0xf0, 0x6c, ...pins.flatMap((_, pin) => [...capabilities(pin, protocol), 0x7f]), 0xf7);
    else if (id === 0x69)
      say(0xf0, 0x6a, ...pins.map((_, pin) => (pin < FIRST_ANALOG ? 0x7f : pin - FIRST_ANALOG)), 0xf7);
    else if (id === 0x7a) samplingMs = Math.max(10, (data[0] ?? 0) | ((data[1] ?? 0) << 7));
    else if (id === 0x6d) {
      const [number = 0] = data;
      const pin = pins[number];
      if (!pin) return;
      const high = pin.state >> 7;
      say(0xf0, 0x6e, number, pin.mode, pin.state & 0x7f, ...(high > 0 ? [high] : []), 0xf7);
    }
  }

  function hear({ command, data }: Said): void {
    const low = command & 0x0f;
    const [first = 0, second = 0] = data;
    const value = first | (second << 7);
    if (command === 0xf0) sysex(data);
    else if (command === 0xf9) say(0xf9, ...version());
    else if (command === 0xff) softReset();
    else if (command === 0xf4) setMode(first, second);
    else if (command === 0xf5) writePin(first, second);
    else if ((command & 0xf0) === 0x90) writePort(low, value);
    else if ((command & 0xf0) === 0xe0) writeValue(low, value);
    else if ((command & 0xf0) === 0xd0) reportPort(low, first === 1);
    else if (first === 1) analogReports.add(low);
    else analogReports.delete(low);
  }

  /** No start of the processor: no banner, and what was an input drives its switch, on 2.5 HIGH. */
  function softReset(): void {
    pins = startingPins().map((pin, number) =>
      protocol === '2.5' && pins[number]?.state === 1 && pins[number].mode === MODE.input ? { ...pin, state: 1 } : pin,
    );
    analogReports = new Set();
    digitalReports = new Map();
    samplesAt = NEVER;
  }

  for (;;) {
    const reports = isUp() && (analogReports.size > 0 || digitalReports.size > 0);
    if (reports && samplesAt === NEVER) samplesAt = line.now + samplingMs;
    const heard = yield Math.min(reports ? samplesAt : NEVER, bootedAt);
    attached.pass(line.now, driven);
    if (heard === undefined) {
      if (line.now >= bootedAt) boot();
      else {
        report();
        samplesAt = line.now + samplingMs;
      }
    } else if (!isPress(heard)) {
      if (fault === 'silent') continue;
      if (isUp()) hear(heard);
      else waiting = [...waiting, heard].slice(0, WAITING_MESSAGES);
    } else if (heard.press === 'fault') fault = heard.name;
    else if (heard.press === 'do') {
      if (!attached.hand(heard.form, heard.amount)) reset(heard.form === 'reset');
    }
  }
}

function capabilities(pin: number, protocol: '2.4' | '2.5'): number[] {
  if (pin < 2) return [];
  return [
    ...[MODE.input, 1],
    ...(protocol === '2.5' ? [MODE.pullUp, 1] : []),
    ...[MODE.output, 1],
    ...(pin >= FIRST_ANALOG ? [MODE.analog, 10] : []),
    ...(PWM_PINS.includes(pin) ? [MODE.pwm, 8] : []),
    ...[MODE.servo, 14],
    ...(pin >= 18 ? [MODE.i2c, 1] : []),
  ];
}
