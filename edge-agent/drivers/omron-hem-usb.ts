import { REPORT_BYTES } from '../protocols/counted-report.ts';
import { fromMonitor, MODE_BYTES } from '../protocols/omron-frame.ts';
import { greet, idle, readOut } from '../protocols/omron-hem.ts';
import { driver } from './driver.ts';

export const omronHemUsb = driver({
  id: 'omron-hem-usb',
  models: [
    'Omron HEM-790IT',
    'Omron HEM-7080IT',
    'Omron BP791IT',
    'Omron Elite 7300IT',
    'Omron HEM-670IT',
    'Omron HEM-637IT',
    'Omron 1500PRO',
  ],
  wire: {
    kind: 'hid',
    reportBytes: REPORT_BYTES,
    featureBytes: MODE_BYTES,
    usb: [{ vendorId: '0590', productId: '0028' }],
  },
  provides: ['blood-pressure'],
  check: 'xor-8',
  sureness: 'medium',
  source: 'openyou/libomron: doc/omron_protocol_notes.asciidoc, src/omron.c, issue 25',
  language: fromMonitor,
  greet,
  idle,
  readOut,
});
