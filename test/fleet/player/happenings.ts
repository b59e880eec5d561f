/** What happens at a simulated station, as the events that a real one makes of it. Nobody's values: they follow from the number. */
import { v7 } from 'uuid';
import { cloudEvent, type Happening } from '../../../edge-agent/wire/cloud-event.ts';
import { bloodPressureObservation, glucoseObservation } from '../../../edge-agent/wire/fhir.ts';
import { rfc3339 } from '../../../edge-agent/wire/rfc3339.ts';
import { type EventKind, eventTopic } from '../../../edge-agent/wire/topics.ts';
import { DRIVERS, type SimulatedDevice } from './devices.ts';

export const ZONE = 'Asia/Shanghai';

export interface Happened {
  readonly stationId: string;
  readonly device: SimulatedDevice;
  /** Of the station, from 1: what else it is follows from that. */
  readonly number: number;
  readonly atMs: number;
  readonly demo: boolean;
}

/** 16 bytes of no chance: the same event has the same id however often its payload is made. */
function dice(stationId: string, number: number): Uint8Array {
  const bytes = Buffer.alloc(16);
  let mixed = 2_166_136_261;
  for (const letter of Buffer.from(stationId)) mixed = Math.imul(mixed ^ letter, 16_777_619);
  bytes.writeInt32LE(mixed, 6);
  bytes.writeUIntLE(number, 10, 6);
  return bytes;
}

export const kindOf = ({ kind }: SimulatedDevice): EventKind => (kind === 'bin' ? 'deposit' : 'observation');

/** Its topic, and its payload for each sequence. */
export function eventOf({ stationId, device, number, atMs, demo }: Happened) {
  const kind = kindOf(device);
  const payload = (sequence: number): string => {
    const id = v7({ msecs: atMs, random: dice(stationId, number) });
    const time = rfc3339(atMs, ZONE);
    const common = { id, kind, stationId, deviceId: device.id, time, demo } satisfies Partial<Happening>;
    if (device.kind === 'bin') {
      const grams = 200 + (number % 40) * 50;
      const before = { grams: 4000, at: time };
      const after = { grams: 4000 + grams, at: time };
      const reckoned = { account: 'community', points: Math.floor(grams / 100), pointsPerKg: 10, prices: 'wuhai-2026' };
      const data = { material: 'paper', scale: 'scale-1', grams, before, after, flags: [], ...reckoned };
      return cloudEvent({ ...common, dataContentType: 'application/json', data }, sequence);
    }
    const circumstances = {
      id,
      subject: `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      takenAt: time,
      filedAt: time,
      stationId,
      deviceId: device.id,
      unit: { model: DRIVERS[device.kind].model, serialNumber: device.serialNumber },
      flags: [],
    };
    const data =
      device.kind === 'bp'
        ? bloodPressureObservation(circumstances, {
            systolicMmHg: 110 + (number % 40),
            diastolicMmHg: 70 + (number % 20),
            pulsePerMin: 60 + (number % 30),
          })
        : glucoseObservation(circumstances, { mmolPerL: 4 + (number % 40) / 10 });
    return cloudEvent({ ...common, dataContentType: 'application/fhir+json', data }, sequence);
  };
  return { id: `${number}`, topic: eventTopic(stationId, kind), payload };
}
