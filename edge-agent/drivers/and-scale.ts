import { fromScale, greet, idle } from '../protocols/and-scale.ts';
import { driver } from './driver.ts';

export const andScale = driver({
  id: 'and-scale',
  models: ['A&D GX-A', 'A&D GF-A', 'A&D GX', 'A&D GH', 'A&D FX-i', 'T-Scale QHW (9600 8N1)', 'T-Scale NHB (9600 8N1)'],
  wire: { kind: 'serial', baudRate: 2400, otherBaudRates: [9600], dataBits: 7, parity: 'even' },
  provides: ['weight'],
  check: 'none but parity (a stable weight is three equal lines)',
  sureness: 'medium',
  source:
    'A&D: GX-A/GF-A communication manual, manuals of GX-300, GH, FX-i; chumpon-asaneerat/NSerialCommTools: Documents/LuckyTex Devices',
  language: fromScale,
  greet,
  idle,
});
