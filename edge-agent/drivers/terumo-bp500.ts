import { awaitResult, fromMonitor, greet, idle } from '../protocols/terumo.ts';
import { driver } from './driver.ts';

export const terumoBp500 = driver({
  id: 'terumo-bp500',
  models: ['Terumo BP-500'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['blood-pressure'],
  check: 'none',
  sureness: 'medium',
  source: 'a public C# gateway, "MDI" (EnvisionIE, MDI.Forms): serial settings and parser with its sample',
  language: fromMonitor,
  greet,
  idle,
  awaitResult,
});
