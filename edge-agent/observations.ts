import { v7 } from 'uuid';
import type { Reading } from './domain/event.ts';
import type { PlatformKeys } from './keys/platform-keys.ts';
import type { Clock, Random } from './ports.ts';
import type { Outbox } from './store/outbox.ts';
import { cloudEvent, type Happening } from './wire/cloud-event.ts';
import {
  bloodPressureObservation,
  type Circumstances,
  glucoseObservation,
  type Observation,
  type SetOfReadings,
} from './wire/fhir.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { eventTopic } from './wire/topics.ts';

/** A reading as taken at a visit. */
export interface Taken {
  readonly reading: Reading;
  /** The station file's name for the place. */
  readonly deviceId: string;
  /** The thing plugged in there. */
  readonly unit: { readonly model: string; readonly serialNumber?: string };
  /** `urn:uuid:…`: a resident's pseudonym, or the random one of a guest's visit. */
  readonly subject: string;
  readonly guest: boolean;
  /** Codes of what the visit knows beyond the meter's own flags, such as `single-reading`. */
  readonly flags: readonly string[];
  /** Wall clock. */
  readonly takenAtMs: number;
  /** From a simulated device. */
  readonly demo: boolean;
  /** Was the wall clock to be trusted then? */
  readonly clockTrusted: boolean;
  /** One reading of a set that is not finished yet. */
  readonly partOfSet?: boolean;
  /** The average of a set, and what the set amounts to. */
  readonly set?: SetOfReadings;
}

export interface Filed {
  readonly id: string;
  readonly sequence: number;
}

export interface Observations {
  /**
   * Resolves after the synchronised commit; what is filed first is saved first. Rejects when there was none: then the
   * reading is not saved, and the caller says so.
   */
  file(taken: Taken): Promise<Filed>;
  /** Settled once all that was filed so far is. */
  settled(): Promise<void>;
}

interface ObservationsParts {
  readonly outbox: Outbox;
  readonly stationId: string;
  readonly timeZone: string;
  readonly clock: Pick<Clock, 'wall'>;
  readonly random: Pick<Random, 'bytes'>;
  /** With them the platform alone can read an observation; without, who carries it can too. */
  readonly keys?: Pick<PlatformKeys, 'encrypt'>;
}

export function openObservations({
  outbox,
  stationId,
  timeZone,
  clock,
  random,
  keys,
}: ObservationsParts): Observations {
  /** Encrypting takes its time: each waits for the one before, so that the sequence is that of the readings. */
  let before: Promise<unknown> = Promise.resolve();

  const save = async (happening: Happening): Promise<Filed> => {
    const former = before;
    const written = keys ? await forThePlatform(happening, keys) : happening;
    await former;
    const { id, kind } = happening;
    const topic = eventTopic(stationId, kind);
    const sequence = outbox.transaction(() => outbox.add(id, topic, (next) => cloudEvent(written, next)));
    return { id, sequence };
  };

  return {
    async file(taken) {
      const { reading, deviceId, unit, subject, guest, takenAtMs, demo } = taken;
      if (reading.flags?.includes('control')) throw new Error('a control solution is no reading of a person');
      const id = v7({ msecs: takenAtMs, random: random.bytes(16) });
      const time = rfc3339(takenAtMs, timeZone);
      const data = observationOf(reading, taken.set, {
        id,
        subject,
        takenAt: time,
        filedAt: rfc3339(clock.wall(), timeZone),
        stationId,
        deviceId,
        unit,
        flags: [...(reading.flags ?? []), ...taken.flags, ...(taken.clockTrusted ? [] : ['clock-untrusted'])],
        ...(reading.deviceClock !== undefined && { deviceClock: reading.deviceClock }),
        ...(taken.partOfSet && { partOfSet: true }),
      });
      const happening = {
        id,
        kind: 'observation',
        stationId,
        deviceId,
        time,
        ...(!guest && { subject }),
        demo,
        dataContentType: 'application/fhir+json',
        data,
      } as const;
      const saved = save(happening);
      before = saved.catch(() => {});
      return saved;
    },
    settled: async () => void (await before),
  };
}

const forThePlatform = async (
  happening: Happening,
  { encrypt }: Pick<PlatformKeys, 'encrypt'>,
): Promise<Happening> => ({
  ...happening,
  dataContentType: 'application/jose',
  data: await encrypt(JSON.stringify(happening.data), happening.dataContentType),
});

const observationOf = (reading: Reading, set: SetOfReadings | undefined, circumstances: Circumstances): Observation =>
  reading.kind === 'blood-pressure'
    ? bloodPressureObservation(circumstances, reading, set)
    : glucoseObservation(circumstances, reading);
