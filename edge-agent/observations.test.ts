import { afterEach, beforeEach, expect, test } from 'vitest';
import { aStore, type TestStore } from '../test/a-store.ts';
import { aFakeClock } from '../test/fake-clock.ts';
import { bpMissing, observationErrors } from '../test/fhir.ts';
import { type PlatformSideKeys, somePlatformKeys } from '../test/platform-side-keys.ts';
import { systemRandom } from './clock.ts';
import type { BloodPressure } from './domain/event.ts';
import { readPlatformKeys } from './keys/platform-keys.ts';
import { type Observations, openObservations, type Taken } from './observations.ts';

const TAKEN_AT = Date.UTC(2026, 10, 23, 6, 20);
const clock = aFakeClock(TAKEN_AT + 2000);
const reading: BloodPressure = { event: 'reading', kind: 'blood-pressure', systolicMmHg: 128, diastolicMmHg: 82 };
const guest: Taken = {
  reading,
  deviceId: 'bp-1',
  unit: { model: 'Maibobo RBP-9000' },
  subject: 'urn:uuid:5f3c1c1e-9a4b-4c6d-8e2f-0123456789ab',
  guest: true,
  flags: ['single-reading'],
  takenAtMs: TAKEN_AT,
  demo: true,
  clockTrusted: true,
};

let store: TestStore;
let observations: Observations;
beforeEach(() => {
  store = aStore({ clock });
  observations = openObservations({
    outbox: store.outbox,
    stationId: 'park-hut-01',
    timeZone: 'Asia/Shanghai',
    clock,
    random: systemRandom,
  });
});
afterEach(() => store[Symbol.dispose]());
const withKeys = async (platform: PlatformSideKeys): Promise<Observations> =>
  openObservations({
    outbox: store.outbox,
    stationId: 'park-hut-01',
    timeZone: 'Asia/Shanghai',
    clock,
    random: systemRandom,
    keys: await readPlatformKeys(platform.jwks),
  });
const sent = () => store.messages().map(({ topic, payload }) => ({ topic, event: JSON.parse(payload) }));

test("a guest's reading is one event, without subject outside and with the visit's urn inside", async () => {
  const { id, sequence } = await observations.file(guest);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(TAKEN_AT);
  const [message, ...more] = sent();
  expect(more).toEqual([]);
  expect(message?.topic).toBe('yike/v1/park-hut-01/up/event/observation');
  expect(message?.event).toMatchObject({
    specversion: '1.0',
    id,
    source: '/stations/park-hut-01/devices/bp-1',
    type: 'city.yike.observation.v1',
    time: '2026-11-23T14:20:00.000+08:00',
    sequence: String(sequence).padStart(20, '0'),
    demo: true,
    datacontenttype: 'application/fhir+json',
    data: { id, subject: { reference: guest.subject }, effectiveDateTime: '2026-11-23T14:20:00.000+08:00' },
  });
  expect(message?.event).not.toHaveProperty('subject');
  expect(observationErrors(message?.event.data)).toEqual([]);
  expect(bpMissing(message?.event.data)).toEqual([]);
});

test("a resident's reading carries the pseudonym in both", async () => {
  await observations.file({ ...guest, guest: false });
  expect(sent()[0]?.event).toMatchObject({ subject: guest.subject, data: { subject: { reference: guest.subject } } });
});

test("the meter's flags and the visit's stand in it once each, as codes", async () => {
  await observations.file({
    ...guest,
    reading: { ...reading, flags: ['irregular'] },
    flags: ['irregular', 'single-reading'],
  });
  const components: { valueCodeableConcept?: { coding: { code: string }[] } }[] = sent()[0]?.event.data.component;
  const flags = components.flatMap(
    ({ valueCodeableConcept }) => valueCodeableConcept?.coding.map(({ code }) => code) ?? [],
  );
  expect(flags).toEqual(['irregular', 'single-reading']);
});

test('a glucose reading is a glucose observation', async () => {
  await observations.file({
    ...guest,
    reading: { event: 'reading', kind: 'glucose', mmolPerL: 5.6, meterValue: 101, meterUnit: 'mg/dL', meal: 'fasting' },
  });
  expect(sent()[0]?.event.data).toMatchObject({ valueQuantity: { value: 5.6, code: 'mmol/L' } });
  expect(observationErrors(sent()[0]?.event.data)).toEqual([]);
});

test('a control solution is refused and leaves nothing', async () => {
  const control: Taken = {
    ...guest,
    reading: { event: 'reading', kind: 'glucose', mmolPerL: 5.6, flags: ['control'] },
  };
  await expect(observations.file(control)).rejects.toThrow('no reading of a person');
  expect(sent()).toEqual([]);
});

test('when the store cannot commit, the reading is not called filed, and the next one takes the sequence', async () => {
  await observations.file(guest);
  store.db.pragma('query_only = ON');
  await expect(observations.file(guest)).rejects.toThrow(/readonly/);
  store.db.pragma('query_only = OFF');
  expect((await observations.file(guest)).sequence).toBe(2);
  expect(sent()).toHaveLength(2);
});

test('with the keys of the platform nobody else reads an observation, and inside it is what it would have been', async () => {
  const platform = await somePlatformKeys();
  const { id } = await (await withKeys(platform)).file(guest);
  const [message] = sent();
  const { datacontenttype, data, ...envelope } = message?.event ?? {};
  expect(datacontenttype).toBe('application/jose');
  expect(Object.keys(envelope).sort()).toEqual(['demo', 'id', 'sequence', 'source', 'specversion', 'time', 'type']);
  expect(JSON.stringify(envelope)).not.toContain(guest.subject);
  const { text, contentType } = await platform.decrypt(data);
  expect(contentType).toBe('application/fhir+json');
  const observation = JSON.parse(text);
  expect(observationErrors(observation)).toEqual([]);
  expect(text).toContain(id); // the envelope's own: data of another event would show
  expect(text).toContain(guest.subject);
});

test('however long the encrypting takes, the sequence is that of the readings', async () => {
  const platform = await somePlatformKeys();
  const slow = await withKeys(platform);
  const filed = await Promise.all(Array.from({ length: 20 }, () => slow.file(guest)));
  expect(filed.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  await slow.settled();
});

test('one that cannot be saved does not hold up the next', async () => {
  const refused = observations.file({ ...guest, reading: { ...reading, flags: ['control'] } });
  const next = observations.file(guest);
  await expect(refused).rejects.toThrow();
  expect((await next).sequence).toBe(1);
});
