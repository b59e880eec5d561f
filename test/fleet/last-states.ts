/** What the city knows last of each station, device and alarm, and what they have said last: the same words on both sides. */
import type { Databases } from '../../fleet/store/open.ts';
import type { SimulatedStation } from './player/station.ts';

export interface LastStates {
  readonly stations: readonly string[];
  readonly devices: readonly string[];
  readonly alarms: readonly string[];
}

/** Of a device, what changes: its status and its count. */
const shown = (status: string, { readings, fillPercent }: { readings?: number; fillPercent?: number }): string =>
  `${status} ${readings ?? ''} ${fillPercent ?? ''}`;

export function statesSaid(stations: readonly SimulatedStation[]): LastStates {
  const truths = stations.map((station) => ({
    id: station.id,
    online: station.status() === 'online',
    ...station.truth(),
  }));
  return {
    stations: truths.map(({ id, online }) => `${id} ${online ? 1 : 0}`).sort(),
    devices: truths
      .flatMap(({ id, devices }) =>
        [...devices].map(([deviceId, payload]) => {
          const said = JSON.parse(payload);
          return `${id} ${deviceId} ${shown(said.status, said)}`;
        }),
      )
      .sort(),
    alarms: truths.flatMap(({ id, alarms }) => alarms.map((name) => `${id} ${name}`)).sort(),
  };
}

export async function statesOf({ fleet }: Pick<Databases, 'fleet'>): Promise<LastStates> {
  const stations = await fleet.selectFrom('station').select(['station_id', 'online']).execute();
  const devices = await fleet.selectFrom('device').select(['station_id', 'device_id', 'status', 'state']).execute();
  const alarms = await fleet
    .selectFrom('alarm')
    .select(['station_id', 'device_id', 'code'])
    .where('cleared_ms', 'is', null)
    .where('source_cleared_ms', 'is', null)
    .where('origin', '=', 'station')
    .execute();
  return {
    stations: stations.map(({ station_id, online }) => `${station_id} ${online}`).sort(),
    devices: devices
      .map(
        ({ station_id, device_id, status, state }) => `${station_id} ${device_id} ${shown(status, JSON.parse(state))}`,
      )
      .sort(),
    alarms: alarms.map(({ station_id, device_id, code }) => `${station_id} ${device_id}.${code}`).sort(),
  };
}
