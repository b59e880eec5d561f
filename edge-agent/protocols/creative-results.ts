/**
 * What the Creative terminals tell by themselves, in whatever conversation is held, and more than once: strips, the finger's
 * oximeter once a second, the thermometer.
 */
import type { DeviceEvent } from '../domain/event.ts';
import { oxygenSaturation, temperature } from '../domain/reading.ts';
import { u8, u16be, u16le } from './bytes.ts';
import type { Line } from './conversation.ts';
import { type Frame, OXYGEN, says, TEMPERATURE, VERSION } from './creative-frame.ts';
import { STRIPS } from './creative-glucose.ts';

/** Equal results no further apart than this are one. From the maker's app, ParseData.kt. */
const REPEAT_MS = 3000;

/** So many units a degree. */
type Scale = 10 | 100;
/** The maker's document has tenths; newer machines, whose version has a serial number behind it, count in hundredths. */
const scaleOf = (version: Uint8Array): Scale => (version.length === OLD_VERSION_BYTES ? 10 : 100);
const OLD_VERSION_BYTES = 2;

/** Hears results for as long as one conversation lasts, and tells each once. */
export function results(line: Line): (frame: Frame) => void {
  const told = new Map<number, { readonly mark: string; readonly heardAt: number }>();
  const thermometer = thermometerOf(line);
  return ({ kind, content }) => {
    const event = kind === VERSION || kind === TEMPERATURE ? thermometer(kind, content) : eventOf(kind, content);
    if (!event) return;
    const mark = JSON.stringify(event);
    const of = kind === VERSION ? TEMPERATURE : kind; // it was waited for
    const last = told.get(of);
    const repeated = last?.mark === mark && line.now - last.heardAt < REPEAT_MS;
    told.set(of, { mark, heardAt: line.now });
    if (!repeated) line.tell(event);
  };
}

/**
 * Hundredths, as the app takes them until it has heard a version: none of them is a person's temperature in tenths. What
 * would be one in tenths waits for the version, which is asked for then.
 */
function thermometerOf(line: Line): (kind: number, content: Uint8Array) => DeviceEvent | undefined {
  let scale: Scale | undefined;
  let waiting: Uint8Array | undefined;
  return (kind, content) => {
    if (kind === VERSION) {
      scale = scaleOf(content);
      const waited = waiting;
      waiting = undefined;
      return waited && ofThermometer(waited, scale);
    }
    const inTenths = scale === undefined && !waiting && ofThermometer(content, 100).event === 'rejected';
    if (!inTenths || ofThermometer(content, 10).event === 'rejected') return ofThermometer(content, scale ?? 100);
    waiting = content;
    line.send(says(VERSION));
    return undefined;
  };
}

const eventOf = (kind: number, content: Uint8Array): DeviceEvent | undefined =>
  kind === OXYGEN ? ofOximeter(content) : STRIPS[kind]?.(content);

const NO_FINGER = 0x02;

/** Per cent | pulse, little-endian | perfusion, not told | status. What is not known yet is 0. */
function ofOximeter(content: Uint8Array): DeviceEvent | undefined {
  const percent = u8(content, 0);
  const pulsePerMin = u16le(content, 1);
  if (u8(content, 4) & NO_FINGER || percent === 0) return undefined;
  return oxygenSaturation({ percent, ...(pulsePerMin !== 0 && { pulsePerMin }) });
}

const FAHRENHEIT = 0x01;

/** Bits 2 and 1: is it LOW or HIGH; bit 0: in which unit; only then the number. */
function ofThermometer(content: Uint8Array, scale: Scale): DeviceEvent {
  const status = u8(content, 0);
  switch ((status >> 1) & 3) {
    case 1:
      return temperature({ flags: ['below-range'] });
    case 2:
      return temperature({ flags: ['above-range'] });
    case 3:
      return { event: 'rejected', reason: 'unknown', of: 'temperature' }; // nobody says what it means
  }
  const units = u16be(content, 1);
  return temperature({ celsius: (status & FAHRENHEIT ? Math.round((units - 32 * scale) / 1.8) : units) / scale });
}
