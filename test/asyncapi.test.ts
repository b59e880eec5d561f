/** The AsyncAPI document against AsyncAPI's own schema, and against all that a whole station says to a broker. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readPlatformKeys, systemRandom } from '../edge-agent/index.ts';
import { openObservations } from '../edge-agent/observations.ts';
import { cloudEvent, type Happening } from '../edge-agent/wire/cloud-event.ts';
import {
  alarmTopic,
  deviceStateTopic,
  eventTopic,
  nearbyTopic,
  receiptTopic,
  stationStateTopic,
} from '../edge-agent/wire/topics.ts';
import { aStore } from './a-store.ts';
import { aHut, anyFiling } from './hut.ts';
import { anAedes, fold, type Received } from './platform.ts';
import { somePlatformKeys } from './platform-side-keys.ts';
import { documentErrors, openContract, openSchema, type Sent, theContract } from './wire-contract.ts';

const contract = theContract();
const messagesOf = openContract(contract);

const at = (value: unknown, [key, ...path]: readonly string[]): unknown =>
  key === undefined ? value : at(new Map(Object.entries(value ?? {})).get(key), path);

describe('the document', () => {
  test('is one of AsyncAPI 3.0', () => {
    expect(documentErrors(contract)).toEqual([]);
  });

  test('and would not be with a word that AsyncAPI does not know', () => {
    const { sayEvent } = contract.operations;
    const wrong = { ...contract, operations: { sayEvent: { ...sayEvent, action: 'shout' } } };
    expect(documentErrors(wrong)).not.toEqual([]);
    expect(documentErrors({ ...contract, topics: {} })).not.toEqual([]);
  });

  test('refers to nothing that does not stand in it', () => {
    const references = [...JSON.stringify(contract).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((path) => at(contract, path.split('/')) === undefined)).toEqual([]);
  });
});

/** What a hut with both devices said to its broker on a day with all that can happen there. */
let said: readonly Received[] = [];
beforeAll(async () => {
  const hut = await aHut({ more: { 'bp-1': { calibrationDue: '2026-12-01' } } });
  await using broker = await anAedes(hut.brokerPort);
  while (hut.agent.network() === 'off') await hut.clock.pass(100);

  await hut.press('bp-1 take 128/82/71');
  await hut.toReady();
  await hut.act({ do: 'start' });
  await hut.until('bp.result', 120_000);
  await hut.act({ do: 'done' });

  await hut.toStrip();
  await hut.press('glucose-1 take 5.6');
  await hut.until('glu.result');
  await hut.act({ do: 'done' });
  await hut.agent.file({ ...anyFiling, flags: ['above-range'], reading: { event: 'reading', kind: 'glucose' } });

  await hut.act({ do: 'choose', service: 'blood-pressure' }, { do: 'answer', answer: 'symptoms' });
  await hut.until('act-now');
  hut.agent.alarm({ deviceId: 'bp-1', code: 'act-now', raised: false });
  await hut.press('glucose-1 unplug');
  await hut.press('glucose-1 plug');
  await hut.clock.pass(700_000); // it is asked for its battery
  await hut.close();
  said = broker.log;
}, 60_000);

describe('whatever a station says', () => {
  test('is exactly one message of exactly one channel', () => {
    expect(said.filter((sent) => messagesOf(sent).length !== 1)).toEqual([]);
  });

  test('and it has said nearly everything', () => {
    const seen = new Set(said.flatMap((sent) => messagesOf(sent)));
    expect([...seen].sort()).toEqual([
      'deviceState/deviceState',
      'event/alarm',
      'event/audit',
      'event/observation',
      'raisedAlarm/cleared',
      'raisedAlarm/raised',
      'stationState/offline',
      'stationState/online',
    ]);
    const codes = new Set(fold(said).map(({ data }) => /85354-9|14743-9/.exec(JSON.stringify(data))?.[0] ?? 'none'));
    expect(codes).toEqual(new Set(['85354-9', '14743-9', 'none'])); // none: the alarms
  });

  test('with the wrong QoS, not retained where it is, or under another topic it is none', () => {
    for (const sent of said) {
      expect(messagesOf({ ...sent, qos: 0 })).toEqual([]);
      expect(messagesOf({ ...sent, retain: !sent.retain })).toEqual([]);
      expect(messagesOf({ ...sent, topic: `${sent.topic}/more` })).toEqual([]);
      const otherKind = sent.topic.replace(/event\/\w+/, 'event/tombstone');
      if (otherKind !== sent.topic) expect(messagesOf({ ...sent, topic: otherKind })).toEqual([]);
    }
  });
});

/** Each way to take one field of an object away, or to put one more in, at any depth: where, and what is left. */
function* tamperings(value: unknown, at = ''): Generator<{ readonly at: string; readonly left: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { at: `${at}+`, left: { ...value, planted: 1 } };
  for (const [key, inner] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${at}[]` : `${at}.${key}`;
    if (!Array.isArray(value)) {
      yield { at: here, left: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) };
    }
    for (const { at: deeper, left } of tamperings(inner, here)) {
      yield {
        at: deeper,
        left: Array.isArray(value)
          ? value.map((one, i) => (String(i) === key ? left : one))
          : { ...value, [key]: left },
      };
    }
  }
}

/** What nobody may rely on, of all that was said: no field more, and none of the others less. */
const MAY_BE_ABSENT = [
  'deviceState/deviceState.battery',
  'deviceState/deviceState.battery.charging',
  'deviceState/deviceState.battery.level',
  'deviceState/deviceState.battery.mains',
  'deviceState/deviceState.calibration',
  'deviceState/deviceState.demo',
  'deviceState/deviceState.lastError',
  'deviceState/deviceState.lastFrame',
  'deviceState/deviceState.lastSeen',
  'deviceState/deviceState.losses.unplugged',
  'deviceState/deviceState.strips',
  'event/alarm.demo',
  'event/audit.demo',
  'event/observation.data.code.coding[].display',
  'event/observation.data.component',
  'event/observation.data.component[].code.coding[].display',
  'event/observation.data.dataAbsentReason.coding[].display',
  'event/observation.data.interpretation',
  'event/observation.data.interpretation[].coding[].display',
  'event/observation.data.method.coding[].display',
  'event/observation.demo',
  'raisedAlarm/raised.demo',
  'stationState/online.demo',
  'stationState/online.outbox.oldestSavedAt',
  'stationState/online.services.self-test',
];

describe('one field more or less', () => {
  test('is no message, but for those fields that may be absent', () => {
    const forgiven = new Set<string>();
    for (const sent of said) {
      if (sent.payload === '') continue;
      const [message] = messagesOf(sent);
      for (const { at, left } of tamperings(JSON.parse(sent.payload))) {
        if (messagesOf({ ...sent, payload: JSON.stringify(left) }).length > 0) forgiven.add(`${message}${at}`);
      }
    }
    expect([...forgiven].sort()).toEqual(MAY_BE_ABSENT);
  });
});

const STATION = 'park-hut-01';
const ofStation = (kind: Happening['kind'], data: object): Sent => {
  const happening = {
    id: '0193567e-1234-7abc-8def-0123456789ab',
    kind,
    stationId: STATION,
    time: '2026-11-23T14:20:00.000+08:00',
    demo: false,
    dataContentType: 'application/json',
    data,
  } as const;
  return { topic: eventTopic(STATION, kind), payload: cloudEvent(happening, 7), qos: 1, retain: false };
};

describe('what a hut without keys has no reason to say', () => {
  test.each([
    [{ daysLeft: 29 }, ['stationState/online']],
    [{ daysLeft: -3 }, ['stationState/online']],
    [{ daysLeft: 1.5 }, []],
    [{}, []],
    [{ daysLeft: 29, name: 'x' }, []],
  ])('its own certificate: %j', (certificate, found) => {
    const online = said.find((sent) => messagesOf(sent)[0] === 'stationState/online');
    const state = JSON.parse(online?.payload ?? '');
    expect(state).not.toHaveProperty('certificate');
    expect(
      messagesOf({ ...ofStation('alarm', {}), ...online, payload: JSON.stringify({ ...state, certificate }) }),
    ).toEqual(found);
  });

  test.each([
    [{ serialNumber: 'CNP07A12345' }, true],
    [{ serialNumber: 12_345 }, false],
    [{ clock: { aheadS: -90, read: '2026-11-23T14:20:00.000+08:00' } }, true],
    [{ clock: { aheadS: -90, read: '2026-11-23T14:20:00' } }, false],
    [{ clock: { aheadS: -90 } }, false],
    [{ calibration: { due: '2026-10-01', state: 'overdue' } }, true],
    [{ calibration: { due: '2026-10-01', state: 'late' } }, false],
  ])('how a device is: %j', (more, fits) => {
    const device = said.find((sent) => messagesOf(sent)[0] === 'deviceState/deviceState');
    if (!device) throw new Error('no device said how it is');
    const payload = JSON.stringify({ ...JSON.parse(device.payload), ...more });
    expect(messagesOf({ ...device, payload })).toEqual(fits ? ['deviceState/deviceState'] : []);
  });

  test('an observation for the platform alone', async () => {
    using store = aStore();
    const platform = await somePlatformKeys();
    const { clock, outbox } = store;
    const keys = await readPlatformKeys(platform.jwks);
    const place = { stationId: STATION, timeZone: 'Asia/Shanghai' };
    const observations = openObservations({ outbox, clock, random: systemRandom, keys, ...place });
    const unit = { model: 'Some meter' };
    await observations.file({
      ...anyFiling,
      guest: false,
      unit,
      takenAtMs: clock.wall(),
      clockTrusted: true,
      demo: false,
    });
    const [message] = store.messages();
    const sent = { topic: message?.topic ?? '', payload: message?.payload ?? '', qos: 1, retain: false };
    expect(messagesOf(sent)).toEqual(['event/observation']);
    const { data, ...event } = JSON.parse(sent.payload);
    expect(event.datacontenttype).toBe('application/jose');
    const opened = JSON.parse((await platform.decrypt(data)).text);
    const asIf = { ...event, datacontenttype: 'application/fhir+json', data: opened };
    expect(messagesOf({ ...sent, payload: JSON.stringify(asIf) })).toEqual(['event/observation']);
    expect(messagesOf({ ...sent, payload: JSON.stringify({ ...event, data: opened }) })).toEqual([]);
    expect(messagesOf({ ...sent, payload: JSON.stringify({ ...asIf, data }) })).toEqual([]);
  });

  test('nothing, on the topics of a device that is gone', () => {
    const gone = { payload: '', qos: 1, retain: true };
    expect(messagesOf({ ...gone, topic: deviceStateTopic(STATION, 'bp-2') })).toEqual(['deviceState/gone']);
    expect(messagesOf({ ...gone, topic: alarmTopic(STATION, 'bp-2', 'call') })).toEqual(['raisedAlarm/cleared']);
    expect(messagesOf({ ...gone, topic: stationStateTopic(STATION) })).toEqual([]);
  });

  const id = '0193567e-1234-7abc-8def-0123456789ab';
  const head = 'a1'.repeat(32);
  const since = '2026-11-23T14:20:00.000+08:00';
  test.each([
    ['tombstone', { replaces: { id, kind: 'observation' }, reason: 'refused', code: 135 }, ['event/tombstone']],
    ['tombstone', { replaces: { id }, reason: 'damaged' }, ['event/tombstone']],
    ['tombstone', { replaces: {}, reason: 'damaged' }, []],
    ['tombstone', { replaces: { id }, reason: 'bored' }, []],
    ['tombstone', { replaces: { id }, reason: 'refused', payload: 'x' }, []],
    ['alarm', { state: 'summarised', since, raises: { 'station-twice': 3 } }, ['event/alarm']],
    ['alarm', { state: 'summarised', since, raises: {} }, []],
    ['alarm', { state: 'summarised', since, raises: { 'station-twice': 0 } }, []],
    ['alarm', { state: 'raised', since, raises: { 'station-twice': 3 } }, []],
    ['audit', { entries: 12, head }, ['event/audit']],
    ['audit', { entries: 12, head: head.slice(1) }, []],
    ['audit', { entries: -1, head }, []],
    ['audit', { entries: 12, head, who: 'x' }, []],
  ] as const)('%s %j', (kind, data, found) => {
    expect(messagesOf(ofStation(kind, data))).toEqual(found);
  });
});

describe('a receipt', () => {
  const sequence = '00000000000000001234';
  const heard = (payload: string): Sent => ({ topic: receiptTopic(STATION), payload, qos: 1, retain: false });

  test.each([
    [{ sequence }, ['receipt/receipt']],
    [{ sequence, station: STATION }, ['receipt/receipt']],
    [{ sequence: '1234' }, []],
    [{ sequence: 1234 }, []],
    [{ station: STATION }, []],
    [{ sequence, until: 'x' }, []],
  ])('%j', (receipt, found) => {
    expect(messagesOf(heard(JSON.stringify(receipt)), 'receive')).toEqual(found);
    expect(messagesOf(heard(JSON.stringify(receipt)))).toEqual([]); // a station says none
  });

  test('signed', async () => {
    const jws = await (await somePlatformKeys()).sign(JSON.stringify({ sequence, station: STATION }));
    expect(messagesOf(heard(jws), 'receive')).toEqual(['receipt/signedReceipt']);
    expect(messagesOf(heard(jws.replace('.', '')), 'receive')).toEqual([]);
    const mayBeSigned = openSchema(contract, 'signedText');
    expect(mayBeSigned(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()))).toBe(true);
    for (const other of [{ sequence }, { station: STATION }, { sequence, station: STATION, more: 1 }]) {
      expect(mayBeSigned(other)).toBe(false);
    }
  });
});

test('which stations are near', () => {
  const station = {
    id: 'park-hut-02',
    name: { 'zh-CN': '公园', en: 'Park' },
    location: { latitude: 39.67, longitude: 106.82 },
    metres: 420,
    services: ['self-test'],
  };
  const heard = (...stations: object[]): Sent => {
    return { topic: nearbyTopic(STATION), payload: JSON.stringify({ stations }), qos: 1, retain: true };
  };
  expect(messagesOf(heard(), 'receive')).toEqual(['nearby/nearby']);
  expect(messagesOf(heard(station), 'receive')).toEqual(['nearby/nearby']);
  expect(messagesOf(heard(station))).toEqual([]); // a station says none
  for (const wrong of [{ metres: -1 }, { services: [] }, { location: {} }, { fill: 3 }, { id: '+' }])
    expect(messagesOf(heard({ ...station, ...wrong }), 'receive')).toEqual([]);
  expect(messagesOf(heard(...Array.from({ length: 6 }, () => station)), 'receive')).toEqual([]);
});
