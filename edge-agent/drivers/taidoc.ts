import { greet, idle, readOut } from '../protocols/taidoc.ts';
import { fromMeter } from '../protocols/taidoc-frame.ts';
import { kindsOf } from '../protocols/taidoc-record.ts';
import { driver } from './driver.ts';

export const taidoc = driver({
  id: 'taidoc',
  models: [
    'GlucoRx Nexus (TD-4277)',
    'TaiDoc TD-4279',
    'TaiDoc TD-4235B',
    'TaiDoc TD-4116',
    'TaiDoc TD-4141',
    'TaiDoc TD-4283',
    'TaiDoc TD-3128',
    'FORA P30 (TD-3129)',
    'FORA P80 (TD-3140)',
    'FORA D40 (TD-3261)',
  ],
  wire: { kind: 'serial', baudRate: 19_200, cp2110: [{ vendorId: '10c4', productId: 'ea80' }] },
  provides: ['glucose', 'blood-pressure'],
  providesOf: kindsOf,
  check: 'sum-8 (each record read twice)',
  sureness: 'medium',
  source:
    'glucometers-tech/glucometer-protocols: src/taidoc/td42xx.md; tidepool-org/uploader: lib/drivers/glucorx/glucoRxDriver.js; advmeds-service/advmeds-bluetooth-lib: measure/taidoc; YentingChia-Ultron/Ultron-esp32BLE: foraBP.c',
  language: fromMeter,
  greet,
  idle,
  readOut,
});
