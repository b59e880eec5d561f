import { fromMeter, REPORT_BYTES } from '../protocols/contour-frame.ts';
import { greet, idle, readOut } from '../protocols/contour-next.ts';
import { driver } from './driver.ts';

export const contourNext = driver({
  id: 'contour-next',
  models: [
    'Contour Next',
    'Contour Next One',
    'Contour Plus One',
    'Contour Plus Blue',
    'Contour Next USB',
    'Contour USB',
    'Contour Next Link',
  ],
  wire: {
    kind: 'hid',
    reportBytes: REPORT_BYTES,
    usb: ['6002', '6200', '6210', '6300', '7350', '7410', '7800', '7900', '7950'].map((productId) => ({
      vendorId: '1a79',
      productId,
    })),
  },
  provides: ['glucose'],
  check: 'sum-8',
  sureness: 'medium',
  source:
    'tidepool-org/uploader: lib/drivers/bayer/bayerContourNext.js; glucometers-tech/glucometerutils: glucometerutils/support/contourusb.py',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
