import { greet, idle, language, measure } from '../protocols/lepu.ts';
import { driver } from './driver.ts';

export const lepuNibp = driver({
  id: 'lepu-nibp',
  models: ['Lepu parameter board with NIBP module'],
  wire: { kind: 'serial', baudRate: 460_800 },
  provides: ['blood-pressure', 'pressure'],
  check: 'crc-8',
  sureness: 'partly documented',
  source: 'kimlinzd/VX_DATA, serial, com.lepu.serial',
  language,
  greet,
  idle,
  measure,
});
