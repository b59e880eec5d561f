import { fromMeter, greet, idle, readOut } from '../protocols/codefree.ts';
import { driver } from './driver.ts';

export const sdCodefree = driver({
  id: 'sd-codefree',
  models: ['SD Biosensor CodeFree'],
  wire: { kind: 'serial', baudRate: 38_400, usb: [{ vendorId: '10c4', productId: 'ea60' }] },
  provides: ['glucose'],
  check: 'xor-8',
  sureness: 'partly documented', // how it marks a control solution is not known
  source:
    'glucometers-tech/glucometer-protocols: src/sd-biosensor/codefree.md; glucometers-tech/glucometerutils: glucometerutils/drivers/sdcodefree.py',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
