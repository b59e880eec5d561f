import { greet, idle, readOut } from '../protocols/bioland.ts';
import { fromMeter } from '../protocols/bioland-frame.ts';
import { driver } from './driver.ts';

export const bioland = driver({
  id: 'bioland',
  models: ['Bioland G-500'],
  wire: { kind: 'serial', baudRate: 9600 }, // of its Bluetooth UART no speed is known
  provides: ['glucose'],
  check: 'sum-8, one of three kinds throughout',
  sureness: 'partly documented',
  source: 'sivulich/AppiaGlucometers: app/src/main/java/com/appia/bioland/protocols/',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
