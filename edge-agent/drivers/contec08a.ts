import { fromMonitor, REPORT_BYTES } from '../protocols/contec-frame.ts';
import { greet, idle, readOut } from '../protocols/contec08a.ts';
import { driver } from './driver.ts';

export const contec08a = driver({
  id: 'contec08a',
  models: ['CONTEC08A', 'CONTEC08C', 'CONTEC08E'],
  wire: { kind: 'hid', reportBytes: REPORT_BYTES, usb: [{ vendorId: '0483', productId: '5750' }] },
  provides: ['blood-pressure'],
  check: 'none (memory read twice)',
  sureness: 'medium',
  source:
    'MarkMLl/contec08a: contec08a/consoleapp.pas; summersab/Contec-PHMS: DevicePackManager.java, DeviceCommand.java',
  language: fromMonitor,
  greet,
  idle,
  readOut,
});
