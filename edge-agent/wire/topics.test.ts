import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceStateTopic, eventTopic, stationStateTopic } from './topics.ts';

test('topics are those of the contract', () => {
  expect(eventTopic('park-hut-01', 'observation')).toBe('yike/v1/park-hut-01/up/event/observation');
  expect(stationStateTopic('park-hut-01')).toBe('yike/v1/park-hut-01/up/state');
  expect(deviceStateTopic('park-hut-01', 'bp-1')).toBe('yike/v1/park-hut-01/up/device/bp-1/state');
});

test('whatever the names, a topic keeps to the grammar or is refused without a word of it', () => {
  const name = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[a-z0-9-]{0,70}$/),
    fc.constantFrom('+', '#', 'a/b', 'hut-01\n', 'HUT-01', '../up', 'hut-01/down'),
  );
  const grammar = /^yike\/v1\/[a-z0-9-]{3,64}\/up\/(event\/observation|state|device\/[a-z0-9-]{1,64}\/state)$/;
  let made = 0;
  fc.assert(
    fc.property(name, name, (station, device) => {
      for (const make of [
        () => eventTopic(station, 'observation'),
        () => stationStateTopic(station),
        () => deviceStateTopic(station, device),
      ]) {
        let topic: string;
        try {
          topic = make();
        } catch (error) {
          expect(String(error)).toMatch(/^RangeError: not a (station|device) id$/);
          continue;
        }
        made++;
        expect(topic).toMatch(grammar);
        expect(topic.endsWith('\n')).toBe(false);
      }
    }),
  );
  expect(made).toBeGreaterThan(0);
});
