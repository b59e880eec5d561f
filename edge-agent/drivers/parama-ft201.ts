import { awaitResult, fromMonitor, greet, idle } from '../protocols/parama.ts';
import { driver } from './driver.ts';

export const paramaFt201 = driver({
  id: 'parama-ft201',
  models: ['Parama-Tech FT-201'],
  wire: { kind: 'serial', baudRate: 4800, stopBits: 2 },
  provides: ['blood-pressure'],
  check: 'none',
  sureness: 'medium',
  source: 'XiMPLib: xDevice.xBpMeter.ParamaTech.FT201',
  language: fromMonitor,
  greet,
  idle,
  awaitResult,
});
