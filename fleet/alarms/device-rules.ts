/** What the service raises of one device, where its station has not. */
import type { Selectable } from 'kysely';
import { saidIn } from '../store/inside-json.ts';
import type { DeviceTable } from '../store/schema.ts';
import { FLEET_ALARMS, type FleetAlarmCode } from './fleet-alarms.ts';

const DAY = 24 * 3_600_000;
/** A day is read as midnight UTC; in Asia/Shanghai it is over 16 hours later, and until then the strips are good. */
const ITS_DAY_MS = 16 * 3_600_000;
const DOWN_MS = 10_000;
const STRIPS_DAYS = 30;
const NEARLY_FULL = 80;

/** `says`: codes that its station has raised of it. `downSinceMs`: it is down, and since when. `down`: that is an alarm already. */
export function* deviceAlarms(
  device: Selectable<DeviceTable>,
  says: readonly string[],
  downSinceMs: number | undefined,
  down: boolean,
  nowMs: number,
) {
  const deviceId = device.device_id;
  const made = <C extends FleetAlarmCode>(code: C, meaning: ReturnType<(typeof FLEET_ALARMS)[C]>) => ({
    deviceId,
    code,
    ...meaning,
  });
  const said = saidIn(device.state);
  if (device.status === 'down' && (down || (downSinceMs ?? nowMs) <= nowMs - DOWN_MS))
    yield made('device-down', FLEET_ALARMS['device-down']());

  const calibration = said.text('calibration', 'state');
  const itself = says.includes('calibration-due') || says.includes('calibration-overdue');
  if (calibration === 'due' && !itself) yield made('calibration-due', FLEET_ALARMS['calibration-due']());
  if (calibration === 'overdue' && !itself) yield made('calibration-overdue', FLEET_ALARMS['calibration-overdue']());

  const expires = said.time('strips', 'expires');
  if (expires !== undefined && expires - nowMs <= STRIPS_DAYS * DAY)
    yield made('strips-expiring', FLEET_ALARMS['strips-expiring'](expires + ITS_DAY_MS <= nowMs));

  const fill = said.number('fillPercent');
  if (fill !== undefined && fill >= NEARLY_FULL && !says.includes('bin-full'))
    yield made('bin-nearly-full', FLEET_ALARMS['bin-nearly-full']());

  const paper = said.text('paper');
  if (paper === 'low' || paper === 'out' || said.flag('paper', 'low'))
    yield made('paper-low', FLEET_ALARMS['paper-low']());
}
