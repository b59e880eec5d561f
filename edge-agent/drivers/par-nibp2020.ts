import { greet, idle, measure } from '../protocols/par.ts';
import { fromBoard } from '../protocols/par-frame.ts';
import { driver } from './driver.ts';

export const parNibp2020 = driver({
  id: 'par-nibp2020',
  models: ['PAR NIBP2010', 'PAR NIBP2020 UP', 'Unicare UN300C'],
  wire: { kind: 'serial', baudRate: 4800 },
  provides: ['blood-pressure', 'pressure'],
  check: 'sum-8 on results, none on live pressures',
  sureness: 'medium',
  source:
    'tincho77/NIBP-ABATON; tincho77/Abaton_bloodPresureSerialInterface; PyMonkey81/hemodialisis_ciateq nibp_protocol.py',
  language: fromBoard,
  greet,
  idle,
  measure,
});
