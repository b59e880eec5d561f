import { greet, idle, readOut } from '../protocols/onetouch-ultra2.ts';
import { fromMeter } from '../protocols/ultra2-line.ts';
import { driver } from './driver.ts';

export const onetouchUltra2 = driver({
  id: 'onetouch-ultra2',
  models: ['LifeScan OneTouch Ultra 2'],
  wire: {
    kind: 'serial',
    baudRate: 9600,
    usb: [
      { vendorId: '0403', productId: '6001' },
      { vendorId: '067b', productId: '2303' },
      { vendorId: '1a86', productId: '7523' },
    ],
  },
  provides: ['glucose'],
  check: 'sum-16',
  sureness: 'medium',
  source:
    'tidepool-org/uploader: lib/drivers/onetouch/oneTouchUltra2.js; glucometers-tech/glucometerutils: glucometerutils/drivers/otultra2.py',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
