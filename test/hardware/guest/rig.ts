/** What the tests inside the machine have in common. */
import { equal } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { systemClock } from '../../../edge-agent/clock.ts';
import { type Device, type MemoryRead, openDevice } from '../../../edge-agent/device.ts';
import type { Driver } from '../../../edge-agent/drivers/driver.ts';
import type { Socket, WireListener } from '../../../edge-agent/transports/transport.ts';

/** Emulated, everything takes its time. */
const LIMIT_MS = 30_000;
const AGAIN_MS = 50;
/** By then an unplug is noticed. */
export const NOTICED_MS = 1000;

/** What it comes to once it no longer fails. */
export async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  const ends = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > ends) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

export interface Ears extends WireListener {
  readonly gone: (why: string) => void;
  heard(): string;
  /** Resolves with the moment of its end. */
  readonly end: Promise<number>;
}

/** Hears a wire to its end; hexadecimal. */
export function ears(): Ears {
  const chunks: Uint8Array[] = [];
  const end = Promise.withResolvers<number>();
  return {
    chunk: (bytes) => void chunks.push(bytes),
    gone: () => end.resolve(performance.now()),
    heard: () => Buffer.concat(chunks).toString('hex'),
    end: end.promise,
  };
}

/** Of this process. */
export const openHandles = (): number => readdirSync('/proc/self/fd').length;

const log = { info() {}, warn() {}, error() {} };

/** A meter as the station has it; `use` begins when it is connected. */
export async function withMeter<T>(driver: Driver, socket: Socket, use: (meter: Device) => Promise<T>): Promise<T> {
  const meter = openDevice({ deviceId: 'meter', driver, socket, clock: systemClock, log });
  try {
    await connected(meter);
    return await use(meter);
  } finally {
    await meter.close();
  }
}

export const connected = (meter: Device): Promise<void> => eventually(() => equal(meter.status(), 'ok'));

/** Value and time of each record, oldest first. */
export const valuesOf = ({ records }: MemoryRead): readonly string[] =>
  records.map(({ deviceClock, event }) => {
    if (event.event === 'rejected') return event.reason;
    const value = event.kind === 'glucose' ? event.mmolPerL : `${event.systolicMmHg}/${event.diastolicMmHg}`;
    return `${deviceClock} ${value}`;
  });

export const wholeMemory = (meter: Device): Promise<readonly string[]> =>
  meter.readOut(new AbortController().signal).then(valuesOf);
