/**
 * The station publishes only under `yike/v1/{station}/up/`. No identity of a person is ever in a topic; what comes into
 * one must match these grammars, so that no name can add a level or a wildcard.
 */
const STATION = '[a-z0-9-]{3,64}';
const DEVICE = '[a-z0-9-]{1,64}';
const CODE = '[a-z][a-z0-9-]{0,40}';
const STATION_ID = new RegExp(`^${STATION}$`);
const DEVICE_ID = new RegExp(`^${DEVICE}$`);
const ALARM_CODE = new RegExp(`^${CODE}$`);
const OF_A_DEVICE = new RegExp(`^/(device/${DEVICE}/state|alarm/${DEVICE}\\.${CODE})$`);

/** For whoever reads them at the other end (`read-topic.ts`). */
export const LEVELS = { station: STATION, device: DEVICE, code: CODE } as const;

/** Kinds of event: the last level of their topic, and the middle of their CloudEvents type. */
export type EventKind = 'observation' | 'deposit' | 'points' | 'alarm' | 'tombstone' | 'audit';

/** Throws a RangeError, which does not repeat what it refuses. */
function level(grammar: RegExp, value: string, what: string): string {
  if (!grammar.test(value)) throw new RangeError(`not ${what}`);
  return value;
}

const up = (stationId: string): string => `yike/v1/${level(STATION_ID, stationId, 'a station id')}/up`;

/** Events, in their sequence; QoS 1, not retained. */
export const eventTopic = (stationId: string, kind: EventKind): string => `${up(stationId)}/event/${kind}`;

/** What is true of the station now; QoS 1, retained. The will goes there too. */
export const stationStateTopic = (stationId: string): string => `${up(stationId)}/state`;

/** What is true of one device now; QoS 1, retained. */
export const deviceStateTopic = (stationId: string, deviceId: string): string =>
  `${up(stationId)}/device/${level(DEVICE_ID, deviceId, 'a device id')}/state`;

/** What staff are wanted for; QoS 1, retained while raised, empty when cleared. */
export const alarmTopic = (stationId: string, deviceId: string, code: string): string =>
  `${up(stationId)}/alarm/${level(DEVICE_ID, deviceId, 'a device id')}.${level(ALARM_CODE, code, 'an alarm code')}`;

/** Is it one of the two above, and this station's own? Those may be left over; `up/state` never is. */
export function mayBeLeftOver(stationId: string, topic: string): boolean {
  const root = up(stationId);
  return topic.startsWith(root) && OF_A_DEVICE.test(topic.slice(root.length));
}

/** How far the platform's own database is; QoS 1. */
export const receiptTopic = (stationId: string): string =>
  `yike/v1/${level(STATION_ID, stationId, 'a station id')}/down/receipt`;

/** Which stations are near, and what works there; QoS 1, retained. */
export const nearbyTopic = (stationId: string): string =>
  `yike/v1/${level(STATION_ID, stationId, 'a station id')}/down/nearby`;
