import { lifescan } from '../protocols/lifescan-frame.ts';
import { greet, idle, readOut } from '../protocols/onetouch-ultramini.ts';
import { driver } from './driver.ts';

/** A Verio IQ speaks at 38400 baud: `--baud 38400`, or `baudRate` in the station file. */
export const onetouchUltramini = driver({
  id: 'onetouch-ultramini',
  models: ['LifeScan OneTouch UltraMini', 'LifeScan OneTouch UltraEasy', 'LifeScan OneTouch Verio IQ (38400 baud)'],
  wire: {
    kind: 'serial',
    baudRate: 9600,
    otherBaudRates: [38_400],
    usb: [
      { vendorId: '0403', productId: '6001' },
      { vendorId: '067b', productId: '2303' },
      { vendorId: '1a86', productId: '7523' },
      { vendorId: '10c4', productId: '85a7' },
    ],
  },
  provides: ['glucose'],
  check: 'crc-16',
  sureness: 'medium',
  source:
    'tidepool-org/uploader: lib/drivers/onetouch/oneTouchUltraMini.js, oneTouchVerioIQ.js; glucometers-tech/glucometerutils: glucometerutils/drivers/otultraeasy.py, otverioiq.py',
  language: lifescan,
  greet,
  idle,
  readOut,
});
