import { greet, idle, language, measure } from '../protocols/bptru.ts';
import { driver } from './driver.ts';

export const bptruBpm200 = driver({
  id: 'bptru-bpm200',
  models: ['BpTRU BPM-200'],
  wire: { kind: 'hid', reportBytes: 8, usb: [{ vendorId: '10b7', productId: '1234' }] },
  provides: ['blood-pressure', 'pressure'],
  check: 'crc-8',
  sureness: 'medium',
  source: 'obiba/onyx-instruments, interface-bloodpressure-vsm-bptru',
  language,
  greet,
  idle,
  measure,
});
