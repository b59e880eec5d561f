import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_KINDS, readTopic } from './read-topic.ts';
import { alarmTopic, deviceStateTopic, eventTopic, receiptTopic, stationStateTopic } from './topics.ts';

const id = fc.stringMatching(/^[a-z0-9-]{3,64}$/);
const code = fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/);

test('whatever a station can say is read as it was meant', () => {
  fc.assert(
    fc.property(id, id, code, (stationId, deviceId, alarm) => {
      expect(readTopic(stationStateTopic(stationId))).toEqual({ stationId, about: 'station' });
      expect(readTopic(deviceStateTopic(stationId, deviceId))).toEqual({ stationId, about: 'device', deviceId });
      expect(readTopic(alarmTopic(stationId, deviceId, alarm))).toEqual({
        stationId,
        about: 'alarm',
        deviceId,
        code: alarm,
      });
      expect(readTopic(eventTopic(stationId, 'points'))).toEqual({ stationId, about: 'event', kind: 'points' });
    }),
  );
  for (const kind of EVENT_KINDS) expect(readTopic(`yike/v1/hut-1/up/event/${kind}`)).toMatchObject({ kind });
  expect(readTopic('yike/v1/hut-1/up/reply/0199-ab')).toMatchObject({ about: 'reply', commandId: '0199-ab' });
});

test.each([
  receiptTopic('hut-1'),
  'yike/v1/fleet.service/marker/1',
  'yike/v1/HUT-1/up/state',
  'yike/v1/hut-1/up/',
  'yike/v2/hut-1/up/state',
  'yike/v1/hut-1\n/up/state',
  '',
])('%j is nothing that a station says', (topic) => {
  expect(readTopic(topic)).toBeUndefined();
});

test.each([
  'event/observation/x',
  'event/reading',
  'device/bp-1',
  'device/BP/state',
  'alarm/bp-1',
  'alarm/a.b.c',
  'reply/a b',
  'x\ny',
  'state\n',
])("up/%j is a station's own, and unknown", (rest) => {
  expect(readTopic(`yike/v1/hut-1/up/${rest}`)).toEqual({ stationId: 'hut-1', about: 'unknown' });
});
