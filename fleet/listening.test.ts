import { expect, test } from 'vitest';
import { aFakeClock } from '../test/fake-clock.ts';
import type { Connection } from './broker/connection.ts';
import { openListening } from './listening.ts';

const STATES = 'yike/v1/+/up/state yike/v1/+/up/device/+/state yike/v1/+/up/alarm/+';
const flood = { stations: new Set<string>(), alarms: new Set<string>(), sinceMs: 0 };

function aMember(of: number) {
  const did: string[] = [];
  let leads = false;
  const clock = aFakeClock();
  const listening = openListening({
    member: { number: 1, of },
    ear: {
      floodBegins: () => void did.push('begins'),
      floodEnds() {
        did.push('ends');
        return flood;
      },
    },
    leads: () => leads,
    flooded: () => void did.push('flooded'),
    clock,
  });
  const connection: Connection = {
    protocol: '5',
    subscribe: async (filters) => void did.push(`to ${filters.join(' ')}`),
    unsubscribe: async () => void did.push('off'),
    publish: async (topic, payload) => void did.push(`${topic} ${payload}`),
    closed: new Promise(() => {}),
    end: async () => {},
  };
  return {
    listening,
    connection,
    clock,
    did: () => did.splice(0),
    lead(now: boolean) {
      leads = now;
      return listening.leadChanged(connection);
    },
  };
}
const MARKER = 'yike/v1/fleet.service/marker/1';

test('who does not lead is subscribed to states too, reads none of them, and asks for all again as it takes the lead', async () => {
  const { listening, connection, clock, did, lead } = aMember(2);
  await listening.begin(connection);
  expect(did()).toEqual([`to ${MARKER} $share/ingest/yike/v1/+/up/event/#`, `to ${STATES}`]);
  const topics = ['up/state', 'up/device/event/state', 'up/alarm/bp-1.call', 'up/event/audit'];
  const wanted = () => topics.map((rest) => listening.wants(`yike/v1/hut-1/${rest}`));
  expect(wanted()).toEqual([false, false, false, true]);

  await lead(true);
  expect(did()).toEqual(['begins', `to ${STATES}`, `${MARKER} 1`]); // never without it meanwhile
  expect(wanted()).toEqual([true, true, true, true]);
  listening.marker(Buffer.from('1'));
  await clock.pass(2000);
  expect(did()).toEqual(['ends', 'flooded']);
});

test('a lead that is lost in the midst of it clears nothing, and an old mark neither', async () => {
  const { listening, clock, did, lead } = aMember(2);
  await lead(true);
  listening.marker(Buffer.from('1'));
  await lead(false);
  did();
  await clock.pass(10_000);
  expect(did()).toEqual([]);
  await lead(true);
  did();
  listening.marker(Buffer.from('1'));
  await clock.pass(10_000);
  expect(did()).toEqual([]);
});
