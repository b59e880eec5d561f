import { beurer } from '../protocols/beurer-bm58.ts';
import { bytes, hid, REPORT_BYTES, reports, serial } from '../protocols/beurer-dialect.ts';
import { driver } from './driver.ts';

/** Two cables, two dialects, and so two drivers: what is known of the one was tried, of the other read. */
const ofBoth = {
  provides: ['blood-pressure'],
  check: 'none (memory read twice)',
  sureness: 'medium',
} as const;

export const beurerBm58 = driver({
  id: 'beurer-bm58',
  models: ['Beurer BM58'],
  wire: { kind: 'hid', reportBytes: REPORT_BYTES, usb: [{ vendorId: '0c45', productId: '7406' }] },
  ...ofBoth,
  source: 'beep-projects/bmconnect: beurerbm.py; muling-tt/beurer_bm58: bm58.py',
  language: reports,
  ...beurer(hid),
});

export const beurerBm58Serial = driver({
  id: 'beurer-bm58-serial',
  models: [
    'Beurer BM58 (with a serial cable)',
    'Beurer BM65 (with a serial cable)',
    'Beurer BC58 (with a serial cable)',
  ],
  wire: { kind: 'serial', baudRate: 4800 },
  ...ofBoth,
  source: 'DaveDavenport/BPM: source/bpm.cc; beep-projects/bmconnect: beurerbm.py',
  language: bytes,
  ...beurer(serial),
});
