import { expect, test } from 'vitest';
import { needlesIn } from '../../test/needles.ts';
import { gatewayMessages, type Thing } from './thingsboard.ts';

const place = { district: 'haibowan', circle: 'haibowan-04', community: 'park', changedMs: 1_795_000_000_000 };
const station: Thing = {
  ...place,
  stationId: 'park-hut-01',
  type: 'station',
  status: 'look',
  state: JSON.stringify({
    online: true,
    outbox: { depth: 12 },
    disk: { usedPercent: 41.5, level: 'roomy' },
    clock: { trusted: true },
  }),
  alarms: [{ code: 'disk-full', severity: 'critical' }],
  demo: false,
};
const device: Thing = {
  ...place,
  stationId: 'park-hut-01',
  deviceId: 'bp-1',
  type: 'maibobo-rbp',
  model: 'Maibobo RBP-9000',
  status: 'warning',
  state: JSON.stringify({
    status: 'warning',
    lastError: 'weak-signal',
    connects: 2,
    losses: { unplugged: 1 },
    readings: 41,
    frames: 5321,
    noiseBytes: 4,
    rejected: { checksum: 2, length: 1 },
    failures: { movement: 3 },
    battery: { low: true, percent: 9 },
  }),
  alarms: [
    { code: 'calibration-due', severity: 'task' },
    { code: 'battery-low', severity: 'warning' },
  ],
  demo: true,
};
const bin: Thing = {
  ...place,
  stationId: 'park-hut-01',
  deviceId: 'bin-paper',
  type: 'firmata-bin',
  status: 'ok',
  state: JSON.stringify({ status: 'ok', place: 'locked', fillPercent: 74, hoursToFull: 9, full: [], alarms: [] }),
  alarms: [],
  demo: false,
};

test('a station, a meter and a bin are the messages of their golden file', async () => {
  const { connects, attributes, telemetry } = gatewayMessages([station, device, bin]);
  const messages = {
    'v1/gateway/connect': [...connects].map(([name, text]) => [name, JSON.parse(text)]),
    'v1/gateway/attributes': JSON.parse(attributes),
    'v1/gateway/telemetry': JSON.parse(telemetry),
  };
  await expect(`${JSON.stringify(messages, null, 2)}\n`).toMatchFileSnapshot('golden/thingsboard.json');
});

test('whatever else a state says stays here: readings, serial numbers, weights, words in the place of a code', () => {
  const state = JSON.stringify({
    systolic: 143,
    lastReading: { mmolPerL: 7.3 },
    grams: 87_143,
    serialNumber: 'WARATAH',
    firmware: 'WARATAH',
    lastError: 'WARATAH 143',
    place: { deep: 143 },
    fillPercent: 143,
    battery: { percent: '7.3', low: 'WARATAH' },
    rejected: { WARATAH: 7.3 },
    connects: 7.3,
    outbox: [143],
  });
  const { attributes, telemetry } = gatewayMessages([{ ...device, state }]);
  expect(needlesIn(`${attributes}${telemetry}`, [143, 7.3, 87_143, 'WARATAH'])).toEqual([]);
  expect(JSON.parse(telemetry)['park-hut-01/bp-1'][0].values).toEqual({
    status: 'warning',
    rejected: 0,
    alarms: 2,
    worstAlarm: 'warning',
    alarmCodes: 'battery-low,calibration-due',
  });
});

test.each([null, '', '{', '[]', '5', 'null'])('a state that is none, %j, leaves what the tables say', (state) => {
  const { telemetry } = gatewayMessages([{ ...bin, state }]);
  expect(JSON.parse(telemetry)['park-hut-01/bin-paper'][0].values).toEqual({
    status: 'ok',
    alarms: 0,
    worstAlarm: 'none',
    alarmCodes: '',
  });
});
