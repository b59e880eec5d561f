import { expect, test } from 'vitest';
import { bloodPressureObservation, glucoseObservation } from '../../edge-agent/wire/fhir.ts';
import { bundleErrors } from '../../test/fhir.ts';
import { bundleOf, filed } from './fhir.ts';

const STATION = 'park-hut-01';
const idOf = (number: number): string => `019ab000-0000-7000-8000-00000000000${number}`;
const at = (number: number) => ({
  id: idOf(number),
  subject: 'urn:uuid:5f3c1c1e-9a4b-4c6d-8e2f-0123456789ab',
  takenAt: '2026-11-23T14:20:00.000+08:00',
  filedAt: '2026-11-23T14:20:01.500+08:00',
  stationId: STATION,
  deviceId: 'bp-1',
  unit: { model: 'Maibobo RBP-9000', serialNumber: 'RBP0042' },
  flags: ['movement'],
});
const first = bloodPressureObservation({ ...at(1), partOfSet: true }, { systolicMmHg: 152, diastolicMmHg: 84 });
const second = bloodPressureObservation({ ...at(2), partOfSet: true }, { systolicMmHg: 148, diastolicMmHg: 80 });
const average = bloodPressureObservation(
  at(3),
  { systolicMmHg: 150, diastolicMmHg: 82, pulsePerMin: 71 },
  { averageOf: [idOf(1), idOf(2)], found: { table: 'cn-2024', classes: ['grade-1'], band: 'high' } },
);
const glucose = glucoseObservation({ ...at(4), deviceId: 'glucose-1' }, { mmolPerL: 5.6, meal: 'fasting' });

const parsed = (value: object): unknown => JSON.parse(JSON.stringify(value));
const the = (value: { readonly id: string } & object, stationId = STATION) => {
  const its = filed(stationId, value.id, parsed(value));
  if (!its) throw new Error('refused');
  return its;
};
const parts = (value: unknown) => JSON.parse(JSON.stringify(value)).entry;

test('a visit is the bundle of its golden file, and one that HL7’s R4 schema takes', async () => {
  const bundle = bundleOf([first, second, average, glucose].map((each) => the(each)));
  expect(bundleErrors(parsed(bundle))).toEqual([]);
  await expect(`${JSON.stringify(bundle, null, 2)}\n`).toMatchFileSnapshot('golden/fhir-bundle.json');
});

test("HL7's schema refuses what is no bundle of observations: the check is not there for nothing", () => {
  const bundle = bundleOf([the(first)]);
  expect(bundleErrors(parsed({ ...bundle, type: 'parcel' }))).not.toEqual([]);
  expect(bundleErrors(parsed({ ...bundle, entry: [{ resource: { resourceType: 'Observation' } }] }))).not.toEqual([]);
});

test('an observation that went before, in another bundle, is named by its identifier', () => {
  const bundle = bundleOf([the(second), the(average)]);
  expect(bundleErrors(parsed(bundle))).toEqual([]);
  const [, { resource }] = parts(bundle);
  expect(resource.derivedFrom).toEqual([
    {
      type: 'Observation',
      identifier: { system: 'https://yike.city/fhir/NamingSystem/event', value: `${STATION}/${idOf(1)}` },
    },
    { reference: `urn:uuid:${idOf(2)}` },
  ]);
});

test('every urn:uuid reference stands in the bundle, and none twice, whoever says which id', () => {
  const foreign = { ...first, performer: [{ type: 'Organization', identifier: { value: 'other-hut' } }] };
  const bundle = bundleOf([the(first), the(foreign, 'other-hut'), the(average), the(first)]);
  expect(bundleErrors(parsed(bundle))).toEqual([]);
  const entries = parts(bundle);
  expect(entries.map(({ request }: { request: { ifNoneExist: string } }) => request.ifNoneExist)).toEqual(
    [`${STATION}/${idOf(1)}`, `other-hut/${idOf(1)}`, `${STATION}/${idOf(3)}`].map(
      (value) => `identifier=https://yike.city/fhir/NamingSystem/event|${value}`,
    ),
  );
  const urls = entries.flatMap(({ fullUrl }: { fullUrl?: string }) => fullUrl ?? []);
  expect(urls).toEqual([idOf(1), idOf(3)].map((id) => `urn:uuid:${id}`));
  for (const [, reference] of JSON.stringify(bundle).matchAll(/"reference":"([^"]*)"/g))
    expect(urls).toContain(reference);
});

test.each<[string, object]>([
  ['another resource', { resourceType: 'Patient' }],
  ['another id', { id: idOf(9) }],
  ['a real patient', { subject: { reference: 'Patient/1' } }],
  ['nobody', { subject: undefined }],
  ['made from whatever lies there', { derivedFrom: [{ reference: 'Media/1' }] }],
  ['made from what is no list', { derivedFrom: 'Observation/1' }],
  ['another station’s', { performer: [{ identifier: { value: 'other-hut' } }] }],
  ['a pointing device', { device: { reference: 'Device/1' } }],
  ['a thing within', { contained: [{ resourceType: 'Patient' }] }],
  ['an extension, deep within', { component: [{ code: { extension: [{ url: 'x' }] } }] }],
  ['more than a station says', { note: [{ text: 'x' }] }],
])('%s is refused', (_, change) => {
  expect(filed(STATION, first.id, parsed({ ...first, ...change }))).toBeUndefined();
  expect(filed(STATION, first.id, parsed(first))).toBeDefined();
});

test.each([null, 5, 'Observation', []])('%j is no observation', (data) => {
  expect(filed(STATION, first.id, data)).toBeUndefined();
});
