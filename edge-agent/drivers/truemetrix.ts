import { fromMeter, greet, idle, REPORT_BYTES, readOut } from '../protocols/truemetrix.ts';
import { driver } from './driver.ts';

export const trueMetrix = driver({
  id: 'truemetrix',
  models: ['TRUE METRIX', 'TRUE METRIX GO', 'TRUE METRIX AIR'],
  wire: {
    kind: 'hid',
    reportBytes: REPORT_BYTES,
    usb: ['0000', '0003'].map((productId) => ({ vendorId: '1f41', productId })),
  },
  provides: ['glucose'],
  check: 'sum-8 of each message, sum-16 of all results',
  sureness: 'medium',
  source: 'tidepool-org/uploader: lib/drivers/trividia/trueMetrix.js, lib/core/driverManifests.js',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
