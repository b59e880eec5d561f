import { awaitResult, fromMonitor, greet, idle } from '../protocols/ampall.ts';
import { driver } from './driver.ts';

export const ampallBp868f = driver({
  id: 'ampall-bp868f',
  models: ['AMPall BP868F'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['blood-pressure'],
  check: 'none',
  sureness: 'medium',
  source: 'XiMPLib: xDevice.xBpMeter.AMPAll.BP868F',
  language: fromMonitor,
  greet,
  idle,
  awaitResult,
});
