import { fromModule, greet, idle, measure } from '../protocols/suntech.ts';
import { driver } from './driver.ts';

export const suntechOem = driver({
  id: 'suntech-oem',
  models: ['SunTech Advantage OEM', 'SunTech Advantage A+', 'SunTech LX'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['blood-pressure', 'pressure'],
  check: 'sum-8',
  sureness: 'medium',
  source: 'ak-git/DesktopFX appliance/suntech; 519984307/Appciton SuntechProvider; hwy0606/STM32F103 usart2_protocol',
  language: fromModule,
  greet,
  idle,
  measure,
});
