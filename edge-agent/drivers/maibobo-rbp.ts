import { fromMonitor, greet, idle, measure } from '../protocols/maibobo.ts';
import { driver } from './driver.ts';

export const maiboboRbp = driver({
  id: 'maibobo-rbp',
  models: ['Maibobo RBP'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['blood-pressure', 'pressure'],
  check: 'xor-8',
  sureness: 'medium',
  source: 'zrr1999/maibobo, maibobo/engine.py',
  language: fromMonitor,
  greet,
  idle,
  measure,
});
