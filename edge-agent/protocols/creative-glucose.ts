/** Glucose strips of the Creative terminals, in the words of whichever meter reads them. */
import type { DeviceEvent } from '../domain/event.ts';
import { glucose, glucoseInMgPerDl } from '../domain/reading.ts';
import { u8, u16be } from './bytes.ts';
import { BIOLAND_GLUCOSE, CHOLESTEROL, GLUCOSE, URIC_ACID } from './creative-frame.ts';

/** Undefined: nothing to tell. */
export const STRIPS: Readonly<Record<number, (content: Uint8Array) => DeviceEvent | undefined>> = {
  [GLUCOSE]: ofTerminal,
  [BIOLAND_GLUCOSE]: ofBioland,
  [URIC_ACID]: otherAnalyte,
  [CHOLESTEROL]: otherAnalyte,
};

/** The maker's order: is there a record at all; is it LOW or HIGH; in which unit; only then the number. */
function ofTerminal(content: Uint8Array): DeviceEvent | undefined {
  const status = u8(content, 0);
  if (status & 0x80) return undefined;
  switch ((status >> 4) & 3) {
    case 1:
      return glucose({ flags: ['below-range'] });
    case 2:
      return glucose({ flags: ['above-range'] });
    case 3:
      return { event: 'rejected', reason: 'unknown' }; // reserved
  }
  return status & 1 ? glucoseInMgPerDl(u16be(content, 1)) : fromTenths(content.subarray(1, 3));
}

/** Always mg/dL; the low nibble is only what the meter shows. Known from the app alone. */
function ofBioland(content: Uint8Array): DeviceEvent {
  switch (u8(content, 0) >> 4) {
    case 5:
      return glucose({ flags: ['below-range'] });
    case 6:
      return glucose({ flags: ['above-range'] });
  }
  return glucoseInMgPerDl(u16be(content, 1));
}

function otherAnalyte(content: Uint8Array): DeviceEvent | undefined {
  return u8(content, 0) & 0x80 ? undefined : { event: 'rejected', reason: 'unsupported' };
}

/** Four decimal digits, tenths of mmol/L. */
function fromTenths(packed: Uint8Array): DeviceEvent {
  const digits = Array.from(packed, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!/^\d{4}$/.test(digits)) return { event: 'rejected', reason: 'range' };
  const mmolPerL = Number(digits) / 10;
  return glucose({ mmolPerL, meterValue: mmolPerL, meterUnit: 'mmol/L' });
}
