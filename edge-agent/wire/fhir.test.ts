import { describe, expect, test } from 'vitest';
import { BP_MANDATORY, bpMissing, bpProfileMandatory, observationErrors } from '../../test/fhir.ts';
import { bloodPressureObservation, type Circumstances, glucoseObservation, type Observation } from './fhir.ts';

const circumstances: Circumstances = {
  id: '019ab000-0000-7000-8000-000000000001',
  subject: 'urn:uuid:5f3c1c1e-9a4b-4c6d-8e2f-0123456789ab',
  takenAt: '2026-11-23T14:20:00.000+08:00',
  filedAt: '2026-11-23T14:20:01.500+08:00',
  stationId: 'park-hut-01',
  deviceId: 'bp-1',
  unit: { model: 'Maibobo RBP-9000', serialNumber: 'RBP0042' },
  flags: [],
};
const meter: Circumstances = { ...circumstances, deviceId: 'glucose-1', unit: { model: 'Creative Medical PC-300' } };

const golden: Record<string, Observation> = {
  'blood-pressure': bloodPressureObservation(circumstances, { systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 71 }),
  'blood-pressure-everything': bloodPressureObservation(
    { ...circumstances, flags: ['irregular', 'movement', 'single-reading'], deviceClock: '2026-11-23T10:30:00' },
    { systolicMmHg: 150, diastolicMmHg: 95, meanMmHg: 113, pulsePerMin: 88 },
  ),
  'blood-pressure-of-a-set': bloodPressureObservation(
    { ...circumstances, partOfSet: true, flags: ['short-rest', 'soft-limit'] },
    { systolicMmHg: 215, diastolicMmHg: 60, pulsePerMin: 71 },
  ),
  'blood-pressure-average': bloodPressureObservation(
    { ...circumstances, flags: ['short-rest'] },
    { systolicMmHg: 150, diastolicMmHg: 82, pulsePerMin: 71 },
    {
      averageOf: ['019ab000-0000-7000-8000-00000000000a', '019ab000-0000-7000-8000-00000000000b'],
      found: { table: 'cn-2024', classes: ['grade-1', 'isolated-systolic'], band: 'high' },
    },
  ),
  'blood-pressure-least': bloodPressureObservation(meter, { systolicMmHg: 128, diastolicMmHg: 82 }),
  glucose: glucoseObservation(meter, { mmolPerL: 5.6, meterValue: 101, meterUnit: 'mg/dL', meal: 'fasting' }),
  'glucose-least': glucoseObservation(meter, { mmolPerL: 5.6 }),
  'glucose-hi': glucoseObservation({ ...meter, flags: ['above-range'] }, {}),
  'glucose-lo': glucoseObservation({ ...meter, flags: ['below-range'] }, {}),
};

describe.each(Object.entries(golden))('%s', (name, observation) => {
  test('is the observation of its golden file', async () => {
    await expect(`${JSON.stringify(observation, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });

  test("holds against HL7's R4 schema", () => {
    expect(observationErrors(JSON.parse(JSON.stringify(observation)))).toEqual([]);
  });
});

test("HL7's schema refuses what is no observation: the check is not there for nothing", () => {
  const { glucose } = golden;
  expect(observationErrors({ ...glucose, status: 'finished' })).not.toEqual([]);
  expect(observationErrors({ ...glucose, value: 5.6 })).not.toEqual([]);
  expect(observationErrors({ ...glucose, component: [{ valueString: 'no code' }] })).not.toEqual([]);
});

describe("HL7's profile bp", () => {
  test('makes mandatory what our table says, and nothing else', () => {
    expect(Object.keys(BP_MANDATORY).sort()).toEqual(bpProfileMandatory().sort());
  });

  test.each(['blood-pressure', 'blood-pressure-everything', 'blood-pressure-least'])('is kept by %s', (name) => {
    expect(golden[name] && bpMissing(golden[name])).toEqual([]);
  });

  test('is not kept without the diastolic pressure', () => {
    const observation = golden['blood-pressure-least'];
    expect(observation && bpMissing({ ...observation, component: observation.component?.slice(0, 1) ?? [] })).toContain(
      'Observation.component:DiastolicBP',
    );
  });
});

test('what the meter did not give is not in it', () => {
  const codes = golden['blood-pressure-least']?.component?.map(({ code }) => code.coding[0]?.code);
  expect(codes).toEqual(['8480-6', '8462-4']);
  expect(golden['glucose-least']).not.toHaveProperty('component');
});

test('HI and LO carry no number anywhere', () => {
  for (const name of ['glucose-hi', 'glucose-lo']) expect(JSON.stringify(golden[name])).not.toMatch(/"value":\s*[\d.]/);
});

test("nobody's words become a flag", () => {
  const withFlag = (flag: string) => () =>
    bloodPressureObservation({ ...circumstances, flags: [flag] }, { systolicMmHg: 128, diastolicMmHg: 82 });
  for (const words of ['Felt dizzy', '', '张先生', 'short rest', '-rest'])
    expect(withFlag(words)).toThrow('not a code for flag');
  expect(withFlag('short-rest')).not.toThrow();
});
