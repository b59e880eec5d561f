import { awaitResult, fromMonitor, greet, idle } from '../protocols/tm2657p.ts';
import { driver } from './driver.ts';

export const andTm2657p = driver({
  id: 'and-tm2657p',
  models: ['A&D TM-2657P'],
  wire: { kind: 'serial', baudRate: 2400 },
  provides: ['blood-pressure'],
  check: 'none',
  sureness: 'partly documented',
  source: 'a public C# gateway, "MDI" (EnvisionIE, MDI.Forms): serial settings and parser',
  language: fromMonitor,
  greet,
  idle,
  awaitResult,
});
