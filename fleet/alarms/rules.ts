/** What is true of a station, judged by our clock from what it and its devices said last. Pure; odd states make nothing throw. */
import type { Selectable } from 'kysely';
import type { Condition, Severity, Words } from '../contract/words.ts';
import { saidIn } from '../store/inside-json.ts';
import type { DeviceTable, StationTable, WatermarkTable } from '../store/schema.ts';
import { deviceAlarms } from './device-rules.ts';
import { FLEET_ALARMS, isFleetCode } from './fleet-alarms.ts';
import { SILENT, STATION } from './life.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Two and a half heartbeats. */
export const SILENCE_MS = 150 * SECOND;
/** A line that drops and comes back within this is no silence; a device that is gone so long is down. */
export const SHORT_MS = 10 * SECOND;
const GAP_MS = 15 * MINUTE;
const CLOCK_MS = 5 * MINUTE;
const WAITING_MS = HOUR;
const REFUSED_MS = HOUR;
/** Nothing that only days change waits longer to be seen. */
const LOOK_AGAIN_MS = 5 * MINUTE;

/** An alarm that stands at its source, as far as is known here. */
export interface Standing {
  readonly deviceId: string;
  readonly code: string;
  readonly severity: string;
  readonly origin: string;
  /** Cleared by staff all the same. */
  readonly clearedMs: number | null;
}

export interface Facts {
  readonly station: Selectable<StationTable>;
  readonly devices: readonly Selectable<DeviceTable>[];
  readonly watermark: Pick<Selectable<WatermarkTable>, 'gap_ms'> | undefined;
  /** When the last repeat came that differs. */
  readonly forkedMs: number | null;
  readonly standing: readonly Standing[];
  /** Since when a device is known to be down. */
  readonly downSinceMs: (deviceId: string) => number | undefined;
}

export interface FleetAlarm {
  readonly deviceId: string;
  readonly code: string;
  readonly severity: Severity;
  readonly words: Words;
  readonly sinceMs?: number;
}

export interface Judgement {
  readonly condition: Condition;
  readonly alarms: readonly FleetAlarm[];
  /** Those stay as they are. */
  readonly unknown: (alarm: Standing) => boolean;
  /** It need not be judged again before, unless something new is heard. */
  readonly dueMs: number;
}

export function judge(facts: Facts, nowMs: number): Judgement {
  const { station, devices, standing } = facts;
  const silence = silentFrom(station);
  const silent = silence <= nowMs;
  const said = standing.filter(({ origin }) => origin === STATION);
  const alarms: FleetAlarm[] = [...ofStation(facts, said, silent, nowMs)];
  if (!silent)
    for (const device of devices) {
      const its = said.filter(({ deviceId }) => deviceId === device.device_id).map(({ code }) => code);
      const down = standing.some(({ deviceId, code }) => deviceId === device.device_id && code === 'device-down');
      alarms.push(...deviceAlarms(device, its, facts.downSinceMs(device.device_id), down, nowMs));
    }

  const maintained = (station.maintenance_until_ms ?? 0) > nowMs;
  const cleared = (alarm: FleetAlarm): boolean =>
    standing.some(
      ({ deviceId, code, clearedMs }) =>
        deviceId === alarm.deviceId && code === alarm.code && clearedMs !== null && (alarm.sinceMs ?? 0) <= clearedMs,
    );
  const others = standing.filter(
    ({ origin, code, clearedMs }) => clearedMs === null && (origin === STATION || !isFleetCode(code)),
  );
  const open = [...others, ...alarms.filter((alarm) => !cleared(alarm))];
  const severities = new Set(open.map(({ severity }) => severity));
  const working = (): Condition => {
    if (severities.has('critical') || servicesFail(station)) return 'fault';
    const badly = devices.some(({ status }) => status === 'down' || status === 'warning');
    return badly || severities.has('warning') ? 'look' : 'ok';
  };
  const condition = maintained ? 'maintenance' : silent ? 'silent' : working();
  const turns = [
    silence,
    station.maintenance_until_ms,
    facts.watermark?.gap_ms != null ? facts.watermark.gap_ms + GAP_MS : null,
    station.refusal_ms === null ? null : station.refusal_ms + REFUSED_MS,
    ...devices.map(({ device_id }) => (facts.downSinceMs(device_id) ?? -SHORT_MS) + SHORT_MS),
  ];
  const dueMs = Math.min(nowMs + LOOK_AGAIN_MS, ...turns.flatMap((ms) => (ms !== null && ms > nowMs ? [ms] : [])));
  return { condition, alarms, unknown: (alarm) => silent && !KNOWN_IN_SILENCE.has(alarm.code), dueMs };
}

/** What our own side sees. */
const KNOWN_IN_SILENCE: ReadonlySet<string> = new Set([SILENT, 'sequence-gap', 'sequence-fork', 'refused-messages']);

/** From when on it is silent, if nothing more is heard. */
function silentFrom({ heard_ms, first_seen_ms, online, session_ms }: Selectable<StationTable>): number {
  const unheard = (heard_ms ?? first_seen_ms) + SILENCE_MS;
  return online === 0 ? Math.min(unheard, (session_ms ?? first_seen_ms) + SHORT_MS) : unheard;
}

function servicesFail({ state }: Selectable<StationTable>): boolean {
  const said = saidIn(state);
  return said.group('services').some(([name]) => said.flag('services', name, 'working') === false);
}

function* ofStation(
  { station, watermark, forkedMs }: Facts,
  said: readonly Standing[],
  silent: boolean,
  nowMs: number,
): Generator<FleetAlarm> {
  const itself = { deviceId: STATION };
  const says = (code: string): boolean => said.some((alarm) => alarm.deviceId === STATION && alarm.code === code);
  if (watermark?.gap_ms != null && watermark.gap_ms <= nowMs - GAP_MS)
    yield { ...itself, code: 'sequence-gap', ...FLEET_ALARMS['sequence-gap']() };
  if (forkedMs !== null)
    yield { ...itself, code: 'sequence-fork', sinceMs: forkedMs, ...FLEET_ALARMS['sequence-fork']() };
  if (station.refusal_ms !== null && station.refusal_ms > nowMs - REFUSED_MS)
    yield {
      ...itself,
      code: 'refused-messages',
      sinceMs: station.refusal_ms,
      ...FLEET_ALARMS['refused-messages'](),
    };
  if (silent) {
    yield { ...itself, code: SILENT, ...FLEET_ALARMS[SILENT]() };
    return;
  }

  const state = saidIn(station.state);
  const { heard_ms, said_ms } = station;
  const ahead = heard_ms !== null && said_ms !== null ? said_ms - heard_ms : 0;
  if (Math.abs(ahead) > CLOCK_MS && !says('clock-wrong'))
    yield { ...itself, code: 'clock-off', ...FLEET_ALARMS['clock-off']() };
  const days = state.number('certificate', 'daysLeft');
  if (days !== undefined && days <= 14)
    yield { ...itself, code: 'certificate-days', ...FLEET_ALARMS['certificate-days'](Math.floor(days)) };
  const level = state.text('disk', 'level');
  if (level !== undefined && ['low', 'scarce', 'full'].includes(level) && !says('disk-full'))
    yield { ...itself, code: 'disk-low', ...FLEET_ALARMS['disk-low'](level === 'full') };
  const oldest = state.time('outbox', 'oldestSavedAt');
  if (oldest !== undefined && station.online !== 0 && nowMs - (oldest - ahead) > WAITING_MS)
    yield { ...itself, code: 'outbox-growing', ...FLEET_ALARMS['outbox-growing']() };
}
