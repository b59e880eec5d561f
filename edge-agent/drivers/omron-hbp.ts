import { awaitResult, fromMonitor, greet, idle } from '../protocols/omron-hbp.ts';
import { driver } from './driver.ts';

/** The line is the HBP-9030's. An HBP-9020 has 2400 baud; of its parity two sources say two things: the station file says it. */
export const omronHbp = driver({
  id: 'omron-hbp',
  models: ['Omron HBP-9020', 'Omron HBP-9021', 'Omron HBP-9030 (item 32 set to 5)'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['blood-pressure'],
  check: 'none',
  sureness: 'medium',
  source:
    'leon80148/BP_checker: docs/hardware.md, test/host/test_hbp9030_protocol.cpp; XiMPLib: xDevice.xBpMeter.Omron.HBP9020',
  language: fromMonitor,
  greet,
  idle,
  awaitResult,
});
