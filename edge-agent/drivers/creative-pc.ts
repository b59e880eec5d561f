import { greet, idle, measure } from '../protocols/creative.ts';
import { fromTerminal } from '../protocols/creative-frame.ts';
import { driver } from './driver.ts';

export const creativePc = driver({
  id: 'creative-pc',
  models: ['Creative PC-600', 'Creative PC-700'],
  wire: { kind: 'serial', baudRate: 460_800 },
  provides: ['blood-pressure', 'pressure', 'glucose', 'oxygen-saturation', 'temperature'],
  check: 'crc-8',
  sureness: 'medium',
  source: 'zrenjun/pc700sdk: "PC600 与上位机通讯协议 v1.1", 700sdk ParseData.kt',
  language: fromTerminal,
  greet,
  idle,
  measure,
});
