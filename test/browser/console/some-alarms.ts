/** Alarms by number, to be acted upon: put into the service's database anew, so that a test finds none touched. */
import type { Insertable } from 'kysely';
import type { AlarmTable } from '../../../fleet/store/schema.ts';
import type { TestFleet } from '../../fleet/a-fleet.ts';
import type { CityRows } from '../../fleet/city/a-city.ts';

const MINUTE_MS = 60_000;
/** Alarms 3, 4 and 5 are silences of one circle within seconds: they have one cause. */
const TOGETHER = new Set([3, 4, 5]);
/** Each fourteenth station of the city is of the same circle; the fourth and the eighteenth are demo stations. */
const STATIONS = [0, 1, 14, 28, 42, 5, 6] as const;

type Row = Insertable<AlarmTable> & { readonly id: number };

function alarmRow(id: number, stationId: string, nowMs: number): Row {
  const silent = TOGETHER.has(id);
  return {
    id,
    station_id: stationId,
    device_id: silent ? 'station' : 'blood-pressure',
    code: silent ? 'silent' : 'device-down',
    severity: id === 6 ? 'task' : 'warning',
    words_zh: silent ? '站点失联' : `血压计 ${id} 没有回应`,
    words_en: silent ? 'The station is silent' : `Monitor ${id} does not answer`,
    origin: silent ? 'fleet' : 'station',
    raised_ms: nowMs - 100 * MINUTE_MS + id * 10_000,
    cleared_ms: null,
    acknowledged_ms: null,
    acknowledged_by: null,
    shelved_until_ms: null,
    shelved_by: null,
    shelve_reason: null,
    assignee: null,
    source_cleared_ms: null,
    returns: 0,
    returned: null,
    flapping: id === 6 ? 1 : 0,
    behind: null,
    comments: id === 6 ? 2 : 0,
    demo: 0,
    changed_ms: nowMs,
  };
}

/** Seven that wait, of which three have one cause. */
export async function putAlarms({ databases, clock }: TestFleet, city: CityRows): Promise<void> {
  const { fleet } = databases;
  const rows = STATIONS.map((at, index) => alarmRow(index + 1, city.stations[at]?.station_id ?? '', clock.wall()));
  await fleet.deleteFrom('alarm_event').execute();
  await fleet.deleteFrom('alarm').execute();
  await fleet.insertInto('alarm').values(rows).execute();
  const raised = rows.map(({ id, raised_ms }) => ({
    alarm_id: id,
    at_ms: raised_ms,
    by: null,
    act: 'raised',
    text: null,
  }));
  await fleet.insertInto('alarm_event').values(raised).execute();
}
