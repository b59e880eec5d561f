import { greet, idle, language } from '../protocols/sinocare.ts';
import { driver } from './driver.ts';

export const sinocareSn = driver({
  id: 'sinocare-sn',
  models: ['Sinocare meters that speak SN frames'],
  wire: { kind: 'serial', baudRate: 9600 }, // only its Bluetooth side is published
  provides: ['glucose'],
  check: 'sum-8',
  sureness: 'partly documented',
  source: 'sinocare2017/wx_blue_iot_sdk: README.md, com.sinocare.iotsdk.DataPacketParser',
  language,
  greet,
  idle,
});
