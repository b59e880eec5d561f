import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloudEvent, type Happening } from './cloud-event.ts';
import { rfc3339 } from './rfc3339.ts';

const happening: Happening = {
  id: '019ab000-0000-7000-8000-000000000001',
  kind: 'observation',
  stationId: 'park-hut-01',
  deviceId: 'bp-1',
  time: '2026-11-23T14:20:00.000+08:00',
  demo: false,
  dataContentType: 'application/fhir+json',
  data: { resourceType: 'Observation' },
};
const event = (more: Partial<Happening> = {}, sequence = 1234) =>
  JSON.parse(cloudEvent({ ...happening, ...more }, sequence));

describe('an event', () => {
  test('of a guest is the one of the golden file', async () => {
    await expect(`${JSON.stringify(event(), null, 2)}\n`).toMatchFileSnapshot('golden/cloud-event.json');
  });

  test('of a guest has no subject; of a resident, the pseudonym', () => {
    expect(event()).not.toHaveProperty('subject');
    expect(event({ subject: 'urn:uuid:5f3c1c1e-9a4b-4c6d-8e2f-0123456789ab' })).toMatchObject({
      subject: 'urn:uuid:5f3c1c1e-9a4b-4c6d-8e2f-0123456789ab',
    });
  });

  test('says demo only of a simulated device', () => {
    expect(event()).not.toHaveProperty('demo');
    expect(event({ demo: true })).toMatchObject({ demo: true });
  });

  test('has names of attributes that CloudEvents allows', () => {
    for (const name of Object.keys(event({ subject: 'urn:uuid:x', demo: true })))
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  test('has a sequence that sorts as text as it does as a number', () => {
    const sequence = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const [x, y] = [event({}, a).sequence, event({}, b).sequence];
        expect(x).toMatch(/^\d{20}$/);
        expect(x < y).toBe(a < b);
      }),
    );
  });
});

describe('a moment', () => {
  test("carries the zone's offset", () => {
    const moment = Date.UTC(2026, 10, 23, 6, 20, 0, 7);
    expect(rfc3339(moment, 'Asia/Shanghai')).toBe('2026-11-23T14:20:00.007+08:00');
    expect(rfc3339(moment, 'UTC')).toBe('2026-11-23T06:20:00.007+00:00');
    expect(rfc3339(moment, 'America/St_Johns')).toBe('2026-11-23T02:50:00.007-03:30');
    expect(rfc3339(moment, 'Europe/Berlin')).toBe('2026-11-23T07:20:00.007+01:00');
    expect(rfc3339(Date.UTC(2026, 6, 1), 'Europe/Berlin')).toBe('2026-07-01T02:00:00.000+02:00');
    // The hour that an autumn night has twice.
    expect(rfc3339(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin')).toBe('2026-10-25T02:30:00.000+02:00');
    expect(rfc3339(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Berlin')).toBe('2026-10-25T02:30:00.000+01:00');
  });

  test('reads back as the same millisecond', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'Europe/London', 'America/New_York', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0) }), zone, (moment, timeZone) => {
        expect(Date.parse(rfc3339(moment, timeZone))).toBe(moment);
      }),
    );
  });

  test('at midnight is hour 00', () => {
    expect(rfc3339(Date.UTC(2026, 10, 22, 16), 'Asia/Shanghai')).toBe('2026-11-23T00:00:00.000+08:00');
  });
});
