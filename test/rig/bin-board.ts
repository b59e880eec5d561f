/** One bin on an Uno, as its wiring has it: which pin is what, and what a host says to set the board up. */
import { bytes } from './messages.ts';

export const PIN = {
  doorClosed: 2,
  serviceClosed: 3,
  beamFree: 4,
  untampered: 5,
  smokeFree: 6,
  lock: 7,
  motor: 8,
  servo: 9,
  red: 10,
  green: 11,
  buzzer: 12,
} as const;

export const SWITCHES = [PIN.doorClosed, PIN.serviceClosed, PIN.beamFree, PIN.untampered, PIN.smokeFree] as const;
export const OUTPUTS = [PIN.lock, PIN.motor, PIN.servo, PIN.red, PIN.green, PIN.buzzer] as const;

/**
 * Version, name, capabilities, analog pins, 100 ms; inputs with pull-ups the way that every version of Firmata understands
 * (an input, then HIGH written to it); outputs; analog inputs and their reports; the switches' reports.
 */
export const START = bytes(`
  F9  F0 79 F7  F0 6B F7  F0 69 F7  F0 7A 64 00 F7
  F4 02 00  F4 03 00  F4 04 00  F4 05 00  F4 06 00  90 7C 00
  F4 07 01  F4 08 01  F4 0C 01  F4 0A 01  F4 0B 03
  F4 0E 02  F4 0F 02  F4 10 02  F4 11 02  C0 01  C1 01  C2 01  C3 01  D0 01`);

/** Port 0 with its pull-ups kept: bit 7 is the lock. */
export const LOCK = { high: bytes('90 7C 01'), low: bytes('90 7C 00') } as const;
