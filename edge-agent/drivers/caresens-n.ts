import { fromMeter } from '../protocols/caresens-frame.ts';
import { greet, idle, readOut } from '../protocols/caresens-n.ts';
import { driver } from './driver.ts';

export const caresensN = driver({
  id: 'caresens-n',
  models: ['i-SENS CareSens N', 'GLUCOCARD Shine', 'ReliOn Premier'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['glucose'],
  check: 'none on older meters (memory read twice), crc-16 on newer ones',
  sureness: 'medium',
  source: 'tidepool-org/uploader: lib/drivers/i-sens/careSens.js; markchuang56/iOS-Demo: CareSensN.m',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
