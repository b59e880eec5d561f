import { fromSensor, greet, idle } from '../protocols/a02yyuw.ts';
import { driver } from './driver.ts';

export const a02yyuw = driver({
  id: 'a02yyuw',
  models: ['DYP-A02YYUW', 'DFRobot SEN0311'],
  wire: { kind: 'serial', baudRate: 9600 },
  provides: ['level'],
  check: 'sum-8 (the median of five readings)',
  sureness: 'medium',
  source:
    'DFRobot wiki: SEN0311; DFRobot/DFRobot_RaspberryPi_A02YYUW; ESPHome: a02yyuw; vithsutra/jnnce-hydroponics-project: Ultrasonic_sonic.ino',
  language: fromSensor,
  greet,
  idle,
});
