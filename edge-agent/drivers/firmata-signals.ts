import type { DriverFacts } from './driver.ts';

/** Lights, beeps and is pressed, so it is no meter: what speaks with it stands in `signals/firmata-signals.ts`. */
export const firmataSignals: DriverFacts = {
  id: 'firmata-signals',
  models: ['Arduino Uno with StandardFirmata 2.4 or 2.5, wired as firmware-config/boards/signals.yaml'],
  wire: { kind: 'serial', baudRate: 57_600, usb: [{ vendorId: '2341', productId: '0043' }] },
  provides: ['call', 'presence'],
  check: 'none',
  sureness: 'medium',
  source: 'firmata/protocol protocol.md 2.8.0; firmata/arduino StandardFirmata.ino, run on a simulated ATmega328P',
};
