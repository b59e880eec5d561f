/**
 * An ATmega328P at 16 MHz with the peripherals that a bin's board uses, made of avr8js, and what avr8js 0.21.1 lacks of it:
 * a reset that resets the peripherals, sleep, writes to UCSR0A and UCSR0B that do not lose the byte just received, and an
 * empty transmitter that says so until it is given a byte.
 */
import {
  AVRADC,
  AVRClock,
  AVRIOPort,
  AVRTimer,
  AVRUSART,
  AVRWatchdog,
  adcConfig,
  avrInstruction,
  CPU,
  clockConfig,
  portBConfig,
  portCConfig,
  portDConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  usart0Config,
  watchdogConfig,
} from 'avr8js';

export const HZ = 16_000_000;
const SRAM_BYTES = 2048;
const SRAM_STARTS = 0x100;
/** What memory holds after power-on: a real chip's is whatever it is. */
const UNTOUCHED = 0xa5;
const SLEEP = 0x9588;
const RJMP_TO_ITSELF = 0xcfff;
const SREG = 0x5f;
const SMCR = 0x53;
const SLEEP_ENABLED = 1;
const MCUSR = 0x54;
const WDTCSR = 0x60;
const [WDCE, WDE] = [0x10, 0x08];
/** What MCUSR says behind a reset. */
const CAUSE = { power: 1, pin: 2, watchdog: 8 } as const;
export type Cause = keyof typeof CAUSE;

const RECEIVED = {
  address: usart0Config.rxCompleteInterrupt,
  flagRegister: usart0Config.UCSRA,
  flagMask: 0x80,
  enableRegister: usart0Config.UCSRB,
  enableMask: 0x80,
  constant: true,
} as const;
/** Of UCSR0A: a byte has come, and there is room for one to go. */
const READ_ONLY = 0x80 | 0x20;

interface ClockEvent {
  readonly cycles: number;
  readonly callback: () => void;
  readonly next: ClockEvent | null;
}

export interface Chip {
  readonly cpu: CPU;
  /** In the order of an Uno's pins: 0–7, 8–13, 14–19. */
  readonly ports: readonly [AVRIOPort, AVRIOPort, AVRIOPort];
  readonly usart: AVRUSART;
  readonly adc: AVRADC;
  /** Runs until that cycle, or until it resets itself. */
  runUntil(cycle: number): 'ran' | 'watchdog bit';
  /** The program stops where it is, deaf to interrupts. */
  hang(): void;
  /** Bytes of the longest stretch of memory that nobody has written since power-on: what the stack has never needed. */
  untouched(): number;
  /** All that changes while it runs; puts it back when called, any number of times. */
  keep(): () => void;
}

/** `before`: the chip as it was when it was reset; its memory and the cycle count outlive a reset, the memory not a power cut. */
export function aChip(flash: Uint8Array, cause: Cause, before?: Chip): Chip {
  const program = new Uint16Array(flash.slice().buffer);
  const cpu = new CPU(program, SRAM_BYTES);
  cpu.cycles = before?.cpu.cycles ?? 0;
  if (before && cause !== 'power') cpu.data.set(before.cpu.data.subarray(SRAM_STARTS), SRAM_STARTS);
  else cpu.data.fill(UNTOUCHED, SRAM_STARTS);
  cpu.data[MCUSR] = CAUSE[cause];
  const ports = [
    new AVRIOPort(cpu, portDConfig),
    new AVRIOPort(cpu, portBConfig),
    new AVRIOPort(cpu, portCConfig),
  ] as const;
  const timers = [timer0Config, timer1Config, timer2Config].map((config) => new AVRTimer(cpu, config));
  const usart = new AVRUSART(cpu, usart0Config, HZ);
  const adc = new AVRADC(cpu, adcConfig);
  const clock = new AVRClock(cpu, HZ, clockConfig);
  const watchdog = new AVRWatchdog(cpu, watchdogConfig, clock);
  keepReceivedByte(cpu);
  Object.assign(Reflect.get(usart, 'UDRE'), { constant: true });
  let bitten = false;
  cpu.reset = () => {
    bitten = true;
  };
  if (cause === 'watchdog') {
    // It stays on behind its own reset, at its shortest, 16 ms (data sheet, 11.8.2).
    cpu.writeData(WDTCSR, WDCE | WDE);
    cpu.writeData(WDTCSR, WDE);
  }

  const counting = new Map<unknown, AVRTimer>(timers.map((timer) => [timer.count, timer]));
  /** Nothing runs until an interrupt does: from one moment at which something happens to the next. */
  const sleepUntil = (cycle: number): void => {
    const asleep = cpu.pc + 1;
    cpu.pc = asleep; // where the interrupt will return to
    while (cpu.pc === asleep && cpu.cycles < cycle && !bitten) {
      let next = cycle;
      for (let event = firstEvent(cpu); event !== null; event = event.next) {
        const timer = counting.get(event.callback);
        next = Math.min(next, timer ? nextTurn(timer, event.cycles) : event.cycles);
      }
      cpu.cycles = Math.max(cpu.cycles, next);
      do cpu.tick();
      while (cpu.pc === asleep && (firstEvent(cpu)?.cycles ?? cycle + 1) <= cpu.cycles && !bitten);
    }
    if (cpu.pc === asleep) cpu.pc = asleep - 1;
  };

  return {
    cpu,
    ports,
    usart,
    adc,
    runUntil(cycle) {
      const { data } = cpu;
      while (cpu.cycles < cycle && !bitten) {
        if (program[cpu.pc] === SLEEP && ((data[SMCR] ?? 0) & SLEEP_ENABLED) !== 0) {
          sleepUntil(cycle);
        } else {
          avrInstruction(cpu);
          cpu.tick();
        }
      }
      return bitten ? 'watchdog bit' : 'ran';
    },
    hang() {
      cpu.data[SREG] = (cpu.data[SREG] ?? 0) & 0x7f;
      program[cpu.pc] = RJMP_TO_ITSELF;
    },
    untouched() {
      let [longest, length] = [0, 0];
      for (const byte of cpu.data.subarray(SRAM_STARTS)) {
        length = byte === UNTOUCHED ? length + 1 : 0;
        longest = Math.max(longest, length);
      }
      return longest;
    },
    keep() {
      const parts = [cpu, ...ports, ...timers, usart, adc, clock, watchdog].map(keepFields);
      const events = eventsOf(cpu);
      return () => {
        for (const putBack of parts) putBack();
        const chained = events.reduceRight<ClockEvent | null>((next, event) => ({ ...event, next }), null);
        Reflect.set(cpu, 'nextClockEvent', chained);
        bitten = false;
      };
    },
  };
}

/**
 * avr8js forgets a received byte when UCSR0B is written with the receiver on, and that there is one when UCSR0A is: its
 * flags are read-only (data sheet, 19.10.2). Arduino's transmitter writes both behind its last byte.
 */
function keepReceivedByte(cpu: CPU): void {
  const writeA = cpu.writeHooks[usart0Config.UCSRA];
  cpu.writeHooks[usart0Config.UCSRA] = (value, old, address, mask) => {
    const flags = (cpu.data[usart0Config.UCSRA] ?? 0) & READ_ONLY;
    const done = writeA?.(value, old, address, mask);
    cpu.data[usart0Config.UCSRA] = (cpu.data[usart0Config.UCSRA] ?? 0) | flags;
    return done;
  };
  const write = cpu.writeHooks[usart0Config.UCSRB];
  cpu.writeHooks[usart0Config.UCSRB] = (value, old, address, mask) => {
    const waiting = ((cpu.data[RECEIVED.flagRegister] ?? 0) & RECEIVED.flagMask) !== 0;
    const done = write?.(value, old, address, mask);
    if (waiting) cpu.setInterruptFlag(RECEIVED);
    return done;
  };
}

const firstEvent = (cpu: CPU): ClockEvent | null => Reflect.get(cpu, 'nextClockEvent');

function eventsOf(cpu: CPU): ClockEvent[] {
  const events: ClockEvent[] = [];
  for (let event = firstEvent(cpu); event !== null; event = event.next) events.push({ ...event });
  return events;
}

/** The cycle at which a timer next meets one of its marks or begins anew; it would have itself called at every count. */
function nextTurn(timer: AVRTimer, nextCount: number): number {
  const field = (name: string): number => Number(Reflect.get(timer, name));
  if (field('tcntUpdated') || field('updateDivider')) return nextCount;
  const count = field('tcnt');
  const marks = [field('ocrA'), field('ocrB'), timer.TOP + 1].map((mark) => mark - count).filter((steps) => steps > 0);
  return marks.length === 0 ? nextCount : field('lastCycle') + Math.min(...marks) * field('divider');
}

/** The numbers, flags and lists of numbers among its own fields; hooks and the parts that it is wired to stay. */
function keepFields(part: object): () => void {
  const kept = Object.entries(part).flatMap(([name, value]): (() => void)[] => {
    if (value instanceof Uint8Array) {
      const copy = value.slice();
      return [() => value.set(copy)];
    }
    if (name === 'pendingInterrupts' || name === 'channelValues') {
      const copy: unknown[] = [...value];
      return [() => value.splice(0, value.length, ...copy)];
    }
    return typeof value === 'number' || typeof value === 'boolean' ? [() => Reflect.set(part, name, value)] : [];
  });
  return () => {
    for (const putBack of kept) putBack();
  };
}
