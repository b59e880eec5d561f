import type { DriverFacts } from './driver.ts';

/** Moves a door and opens a lock, so it is no meter: what speaks with it stands in `bins/firmata-port.ts`. */
export const firmataBin: DriverFacts = {
  id: 'firmata-bin',
  models: ['Arduino Uno with StandardFirmata 2.4 or 2.5, in a bin of firmware-config/boards/recycling-bin.yaml'],
  wire: { kind: 'serial', baudRate: 57_600, usb: [{ vendorId: '2341', productId: '0043' }] },
  provides: ['level'],
  check: 'none',
  sureness: 'medium',
  source: 'firmata/protocol protocol.md 2.8.0; firmata/arduino StandardFirmata.ino, run on a simulated ATmega328P',
};
