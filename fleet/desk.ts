/** What the console's routes ask of alarms and rounds, each where it is decided. */
import { alarmList, alarmsOf } from './alarms/list.ts';
import { actOn, alarmPage } from './alarms/page.ts';
import { openRounds } from './rounds/rounds.ts';
import { beginMaintenance, endMaintenance } from './store/alarm-maintenance.ts';
import type { Desk } from './views/desk.ts';

export const openDesk = (): Desk => ({
  alarmList,
  alarmPage,
  actOn,
  alarmsOf,
  beginMaintenance,
  endMaintenance,
  rounds: openRounds(),
});
