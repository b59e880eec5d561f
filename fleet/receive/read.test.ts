import { describe, expect, test } from 'vitest';
import { cloudEvent } from '../../edge-agent/wire/cloud-event.ts';
import { openClones } from './clones.ts';
import { readAlarm } from './read-alarm.ts';
import { readDevice } from './read-device.ts';
import { readEvent } from './read-event.ts';
import { readStation } from './read-station.ts';

const NOW = Date.UTC(2026, 10, 29);
const bytes = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const envelope = JSON.parse(
  cloudEvent(
    {
      id: '019ab000-0000-7000-8000-000000000001',
      kind: 'alarm',
      stationId: 'hut-1',
      deviceId: 'bp-1',
      time: '2026-11-23T14:20:00.000+08:00',
      demo: true,
      dataContentType: 'application/json',
      data: { code: 'call', words: { 'zh-CN': '叫\u0007人', en: '<b>call</b>' } },
    },
    7,
  ),
);
const state = {
  online: true,
  since: '2026-11-23T14:00:00.000+08:00',
  at: '2026-11-23T14:20:00.000+08:00',
  version: '0.1.0',
  circle: 'haibowan-04',
  community: 'park',
  name: { 'zh-CN': '公园', en: 'Park' },
  newerThanUs: { value: 1 },
};
const device = { status: 'ok', driver: 'maibobo-rbp', losses: { wire: 2 }, rejected: { checksum: 3 }, failures: {} };
const raised = { severity: 'task', words: { 'zh-CN': '来', en: 'come' }, since: 'x' };

const event = (payload: unknown) => readEvent('hut-1', 'alarm', bytes(payload), NOW);
const station = (payload: unknown, live = true) => readStation('hut-1', bytes(payload), NOW, live);
const ofDevice = (payload: unknown) => readDevice('hut-1', 'bp-1', bytes(payload), NOW);
const alarm = (payload: unknown) => readAlarm('hut-1', 'bp-1', 'call', bytes(payload));

test('what an honest station says is read', () => {
  expect(event(envelope)).toMatchObject({
    sequence: 7,
    deviceId: 'bp-1',
    demo: true,
    timeMs: Date.UTC(2026, 10, 23, 6, 20),
    words: { 'zh-CN': '叫人', en: '<b>call</b>' }, // markup is text; what shows it shows it so
    payload: JSON.stringify(envelope),
  });
  expect(station(state)).toMatchObject({
    said: { district: 'haibowan', live: true, saidMs: Date.UTC(2026, 10, 23, 6, 20) },
  });
  expect(station({ online: false })).toEqual({ away: true });
  expect(ofDevice({ ...device, grams: 1230 })).toMatchObject({ errors: 5, status: 'ok' });
  expect(ofDevice('')).toEqual({ gone: true });
  expect(alarm(raised)).toMatchObject({ raised: { severity: 'task', demo: false } });
  expect(alarm('')).toEqual({ stationId: 'hut-1', deviceId: 'bp-1', code: 'call' });
});

test('what nobody asked for is not kept, what lies on a scale neither', () => {
  expect(JSON.stringify(station(state))).not.toContain('newerThanUs');
  expect(JSON.stringify(ofDevice({ ...device, grams: 123_456 }))).not.toContain('123456');
});

const changed = (change: object) => ({ ...envelope, ...change });
test.each([
  ['no JSON', '{', 'not JSON'],
  ['bytes of no text', Uint8Array.of(0x22, 0xff, 0x22), 'not UTF-8'],
  ['300 KB', changed({ data: { x: 'x'.repeat(300_000) } }), 'too long'],
  ['no envelope', {}, 'schema'],
  ['a list', [], 'schema'],
  ['null', null, 'schema'],
  ['a hundred thousand brackets', '['.repeat(100_000), 'not JSON'],
  ['another version', changed({ specversion: '0.3' }), 'schema'],
  ['a name with a control character', changed({ id: 'a\u0000' }), 'schema'],
  ['another station', changed({ source: '/stations/hut-2/devices/bp-1' }), 'foreign source'],
  ['a path', changed({ source: '/stations/hut-1/../hut-2' }), 'foreign source'],
  ['another kind', changed({ type: 'city.yike.observation.v1' }), 'type'],
  ['sequence 0', changed({ sequence: '0'.repeat(20) }), 'sequence'],
  ['a sequence beyond all numbers', changed({ sequence: '9'.repeat(20) }), 'sequence'],
  ['a sequence as a number', changed({ sequence: 7 }), 'schema'],
  ['19 digits', changed({ sequence: `${'0'.repeat(18)}7` }), 'schema'],
  ['no time', changed({ time: 'yesterday' }), 'time'],
  ['a day that is none', changed({ time: '2026-13-41T00:00:00Z' }), 'time'],
  ['before 1970', changed({ time: '1969-01-01T00:00:00Z' }), 'time'],
])('an event is refused without a word of it: %s', (_, payload, why) => {
  expect(event(payload)).toEqual({ refused: why });
});

describe('states and alarms', () => {
  test.each([
    ['1 MB', () => station({ ...state, name: { 'zh-CN': 'x'.repeat(1_000_000), en: '' } }), 'too long'],
    ['a place that is none', () => station({ ...state, circle: '../x' }), 'schema'],
    ['north of the pole', () => station({ ...state, location: { latitude: 91, longitude: 0 } }), 'schema'],
    ['no moment', () => station({ ...state, at: 'now' }), 'time'],
    ['a word for a number', () => ofDevice({ ...device, losses: { wire: 'many' } }), 'schema'],
    ['fewer than none', () => ofDevice({ ...device, rejected: { checksum: -1 } }), 'schema'],
    ['no such status', () => ofDevice({ ...device, status: 'fine' }), 'schema'],
    ['9 KB', () => alarm({ ...raised, more: 'x'.repeat(9000) }), 'too long'],
    ['no words', () => alarm({ severity: 'task' }), 'schema'],
  ])('are refused: %s', (_, read, why) => {
    expect(read()).toEqual({ refused: why });
  });

  test('names are cut and lose what cannot be seen; nothing of them breaks', () => {
    const name = { 'zh-CN': `\u202e\u0000${'站😀'.repeat(200)}`, en: '\u0007\n' };
    const read = station({
      ...state,
      name,
      services: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`s${n}`, { working: true }])),
    });
    if (!('said' in read)) throw new Error('refused');
    expect(read.said.name['zh-CN'].length).toBeLessThanOrEqual(200);
    expect(read.said.name['zh-CN'].startsWith('站😀')).toBe(true);
    expect(read.said.name['zh-CN'].isWellFormed()).toBe(true);
    expect(read.said.name.en).toBe('hut-1');
    expect(Object.keys(JSON.parse(read.said.state).services)).toHaveLength(64);
  });

  test('a clock a year off is a clock, and no more', () => {
    expect(station({ ...state, at: '2027-11-23T14:20:00.000+08:00' })).toMatchObject({ said: { receivedMs: NOW } });
  });
});

test('two machines with one name are seen when the first speaks again; one that began anew, however often, is not', () => {
  const clones = openClones();
  expect(['a', 'a', 'b', 'b', 'c', 'd', 'e', 'f'].map((since) => clones.returned('hut-1', since))).not.toContain(true);
  expect(clones.returned('hut-2', 'a')).toBe(false);
  expect([clones.returned('hut-1', 'e'), clones.returned('hut-1', 'e'), clones.returned('hut-1', 'f')]).toEqual([
    true,
    false,
    true,
  ]);
});
