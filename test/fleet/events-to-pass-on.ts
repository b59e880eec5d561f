/** Events as they lie in the database behind a commit. */
import { cloudEvent, type Happening } from '../../edge-agent/wire/cloud-event.ts';
import { bloodPressureObservation } from '../../edge-agent/wire/fhir.ts';
import type { EventKind } from '../../edge-agent/wire/topics.ts';
import type { Databases } from '../../fleet/store/open.ts';

export const NOW = Date.UTC(2026, 10, 29, 6);
/** What must be found nowhere but at the FHIR server. */
export const SYSTOLIC = 143;
export const DIASTOLIC = 87;
const SUBJECT = 'urn:uuid:5f3c1c1e-9a4b-4c6d-8e2f-0123456789ab';
const TIME = '2026-11-29T14:00:00.000+08:00';

export const idOf = (sequence: number): string => `019ab000-0000-7000-8000-${String(sequence).padStart(12, '0')}`;

export interface Told {
  readonly kind: EventKind;
  readonly sequence: number;
  readonly stationId?: string;
  readonly demo?: boolean;
  /** As a compact JWE would be: not to be read without opening. */
  readonly sealed?: (text: string) => string;
  /** Its envelope is no longer kept. */
  readonly pruned?: boolean;
}

export function envelopeOf({ kind, sequence, stationId = 'park-hut-01', demo = false, sealed }: Told): string {
  const observation = bloodPressureObservation(
    {
      id: idOf(sequence),
      subject: SUBJECT,
      takenAt: TIME,
      filedAt: TIME,
      stationId,
      deviceId: 'bp-1',
      unit: { model: 'Maibobo RBP-9000' },
      flags: [],
    },
    { systolicMmHg: SYSTOLIC, diastolicMmHg: DIASTOLIC },
  );
  const happening: Happening = {
    id: idOf(sequence),
    kind,
    stationId,
    ...(kind === 'observation' && { deviceId: 'bp-1', subject: SUBJECT }),
    time: TIME,
    demo,
    ...(kind !== 'observation'
      ? { dataContentType: 'application/json', data: { code: 'battery-low', state: 'raised' } }
      : sealed
        ? { dataContentType: 'application/jose', data: sealed(JSON.stringify(observation)) }
        : { dataContentType: 'application/fhir+json', data: observation }),
  };
  return cloudEvent(happening, sequence);
}

export async function tell({ fleet, resident }: Databases, events: readonly Told[]): Promise<void> {
  for (const event of events) {
    const { kind, sequence, stationId = 'park-hut-01', demo = false, pruned = false } = event;
    const key = { station_id: stationId, sequence, received_ms: NOW };
    const text = envelopeOf(event);
    if (pruned) {
      // nothing of it is kept but that it was
    } else if (['observation', 'deposit', 'points'].includes(kind))
      await resident
        .insertInto('record')
        .values({ ...key, kind, envelope: text })
        .execute();
    else
      await fleet
        .insertInto('envelope')
        .values({ ...key, payload: text })
        .execute();
    const row = { ...key, id: idOf(sequence), kind, device_id: null, time_ms: NOW, demo: demo ? 1 : 0, words: null };
    await fleet.insertInto('event').values(row).execute();
  }
}
