import { freestyle, REPORT_BYTES } from '../protocols/freestyle-report.ts';
import { greet, idle, readOut } from '../protocols/freestyle-text.ts';
import { driver } from './driver.ts';

export const freestyleText = driver({
  id: 'freestyle-text',
  models: ['Abbott FreeStyle Precision Neo', 'Abbott FreeStyle Optium Neo', 'Abbott FreeStyle Libre'],
  wire: {
    kind: 'hid',
    reportBytes: REPORT_BYTES,
    usb: ['3850', '3650'].map((productId) => ({ vendorId: '1a61', productId })),
  },
  provides: ['glucose'],
  check: 'sum-32 of each text and of its records',
  sureness: 'medium',
  source:
    'tidepool-org/uploader: lib/drivers/abbott/abbottFreeStyleNeo.js, freeStyleLibreProtocol.js; glucometers-tech/glucometer-protocols: src/abbott/shared-hid-protocol.md, freestyle-precision-neo.md, freestyle-libre.md',
  language: freestyle,
  greet,
  idle,
  readOut,
});
