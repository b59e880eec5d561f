import { REPORT_BYTES } from '../protocols/counted-report.ts';
import { greet, idle, readOut } from '../protocols/microlife.ts';
import { fromMonitor } from '../protocols/microlife-text.ts';
import { driver } from './driver.ts';

export const microlifeUsb = driver({
  id: 'microlife-usb',
  models: ['Microlife BP3GX1-5X'],
  wire: { kind: 'hid', reportBytes: REPORT_BYTES, usb: [{ vendorId: '04b4', productId: '5500' }] },
  provides: ['blood-pressure'],
  check: 'sum-8',
  sureness: 'medium',
  source: 'joergmlpts/blood-pressure-monitor: bpm_usb.py',
  language: fromMonitor,
  greet,
  idle,
  readOut,
});
