import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aStore, type TestStore } from '../../test/a-store.ts';
import { theContract } from '../../test/wire-contract.ts';
import { armFaultPoints } from '../fault-point.ts';
import { announce, type RetainedStates } from './announce.ts';
import type { Connection, Publication } from './connection.ts';
import { type Leftovers, openLeftovers } from './leftovers.ts';
import { messageNotTaken, UplinkError } from './uplink-error.ts';

const UP = 'yike/v1/park-hut-01/up';
const STATE = `${UP}/state`;
const BP = `${UP}/device/bp-1/state`;
const GONE = `${UP}/device/bp-2/state`;
const CALL = `${UP}/alarm/bp-2.call`;

let store: TestStore;
let logged: string[];
/** Of this process. */
let leftovers: Leftovers;
const start = (): void => {
  const log = { warn: (what: string, facts = {}) => void logged.push(`${what} ${JSON.stringify(facts)}`) };
  leftovers = openLeftovers({ stationId: 'park-hut-01', retained: store.retained, log });
};
beforeEach(() => {
  store = aStore();
  logged = [];
  start();
});
afterEach(() => {
  armFaultPoints();
  store[Symbol.dispose]();
});
/** Whatever was not on disk is gone. */
const killed = (): void => {
  store.restart();
  start();
};
const onDisk = (): unknown[] => store.db.prepare('SELECT topic FROM retained ORDER BY n').pluck().all();

type Settled = Parameters<Connection['publish']>[1];
/** A connection with these states, each topic with its payload; who publishes is told to `hear`. Says what was published. */
function connect(
  states: Readonly<Record<string, string>>,
  hear: (publication: Publication, settled: Settled) => void = (_, settled) => settled(),
): string[] {
  const said: string[] = [];
  const publish: Connection['publish'] = (publication, settled) => {
    said.push(`${publication.topic} ${publication.payload}`);
    expect(publication.retain).toBe(true);
    hear(publication, settled);
  };
  const all: RetainedStates = {
    topics: Object.keys(states),
    payloadOf: (topic) => states[topic] ?? '',
    onChange: () => () => {},
  };
  announce({ publish }, all, {
    leftovers,
    heartbeatTopic: STATE,
    clock: store.clock,
    log: { error: (what) => void logged.push(what) },
  })();
  return said;
}
test('each is published as what the wire contract says: a state as JSON, an empty payload, which is none, as plain text', () => {
  const { components, defaultContentType } = theContract();
  const typeOf = (message: string) => components.messages[message]?.contentType ?? defaultContentType;
  const types: string[] = [];
  store.retained.remember([GONE]);
  connect({ [STATE]: '{}', [BP]: '{}', [CALL]: '' }, ({ contentType }) => types.push(contentType));
  expect(types).toEqual(['online', 'deviceState', 'cleared', 'gone'].map(typeOf));
  expect(new Set(types)).toEqual(new Set(['application/json', 'text/plain']));
});

test('a topic is on disk before it is filled, and what is empty or the station’s own state is not there at all', () => {
  const found: unknown[] = [];
  connect({ [STATE]: 'on', [BP]: 'ok', [CALL]: '' }, () => found.push(onDisk()));
  expect(found).toEqual([[BP], [BP], [BP]]);
});

test('killed between the disk and the broker, the next start without the device empties it, and forgets it when the broker has', async () => {
  connect({ [STATE]: 'on', [GONE]: 'ok', [CALL]: 'raised' }, () => {
    throw new Error('killed');
  });
  killed();
  expect(connect({ [STATE]: 'on', [BP]: 'ok' }, () => {})).toEqual([`${STATE} on`, `${BP} ok`, `${GONE} `, `${CALL} `]);
  await store.clock.pass(1000);
  killed(); // no PUBACK has come
  expect(connect({ [STATE]: 'on', [BP]: 'ok' })).toHaveLength(4);
  await store.clock.pass(1000);
  killed();
  expect(connect({ [STATE]: 'on', [BP]: 'ok' })).toEqual([`${STATE} on`, `${BP} ok`]);
  expect([onDisk(), logged]).toEqual([[BP], ['states not told']]);
});

test('an alarm of a device that is there is emptied by its own state, and stays known', () => {
  connect({ [STATE]: 'on', [CALL]: 'raised' });
  killed();
  expect(connect({ [STATE]: 'on', [CALL]: '' })).toEqual([`${STATE} on`, `${CALL} `]);
  expect(onDisk()).toEqual([CALL]);
});

test('where the states cannot be told nothing is emptied: whose topics are whose is not known', () => {
  store.retained.remember([GONE]);
  const states = {
    get [STATE](): string {
      throw new Error('the disk');
    },
  };
  expect(connect(states)).toEqual([]);
});

const refusing =
  (failure: UplinkError) =>
  ({ payload }: Publication, settled: Settled): void =>
    settled(payload === '' ? failure : undefined);
const dropped = refusing(new UplinkError('lost', 'closed'));

describe('what is not emptied', () => {
  beforeEach(() => store.retained.remember([GONE, CALL]));
  const tried = [`${STATE} on`, `${GONE} `, `${CALL} `];
  const inVain = async (...hear: readonly Parameters<typeof connect>[1][]): Promise<void> => {
    for (const how of hear) expect(connect({ [STATE]: 'on' }, how)).toEqual(tried);
    await store.clock.pass(1000);
    expect(onDisk()).toEqual([GONE, CALL]);
  };

  test('because the broker refuses is one line of the log, and tried again at each connection', async () => {
    const refused = refusing(messageNotTaken(0x87));
    await inVain(refused, refused, refused, refused, refused);
    expect(logged).toEqual(['retained topic not emptied {"why":"credentials: reason 0x87"}']);
  });

  test('because the line drops each time is given up at the fourth, which stands, until the next start', async () => {
    await inVain(dropped, () => {}, dropped);
    for (let i = 1; i <= 2; i++) expect(connect({ [STATE]: 'on' }, dropped)).toEqual([`${STATE} on`]);
    expect(logged).toEqual(['retained topic not emptied {"why":"no answer"}']);
    killed();
    expect(connect({ [STATE]: 'on' })).toEqual(tried);
  });

  test('because the line drops now and then is tried for ever', async () => {
    const refused = refusing(messageNotTaken(0x97));
    await inVain(dropped, dropped, refused, dropped, dropped, refused, dropped);
  });
});

test.each([
  'yike/v1/lake-hut-02/up/device/bp-2/state',
  'yike/v1/park-hut-01/up/state',
  'yike/v1/park-hut-01/up/device/+/state',
  'yike/v1/park-hut-01/up/device/bp-2/state/more',
  'yike/v1/park-hut-01/up/event/alarm',
  'yike/v1/park-hut-01/down/receipt',
  '',
])('another name, or a topic with a bit flipped, is never published to: %j', (topic) => {
  store.retained.remember([topic]);
  for (let connection = 1; connection <= 3; connection++) expect(connect({ [BP]: 'ok' })).toEqual([`${BP} ok`]);
  expect([onDisk(), logged]).toEqual([[topic, BP], ['retained topics of another name {"topics":1}']]);
});

test('a disk that refuses holds back no state and no alarm; once it takes them, they are remembered', () => {
  armFaultPoints((point) => {
    if (point === 'inside save') throw new Error('no space left');
  });
  const states = { [BP]: 'ok', [CALL]: 'raised' };
  for (let i = 1; i <= 2; i++) expect(connect(states)).toEqual([`${BP} ok`, `${CALL} raised`]);
  expect([onDisk(), logged]).toEqual([[], ['retained topics not remembered {}']]);
  armFaultPoints();
  connect(states);
  expect(onDisk()).toEqual([BP, CALL]);
});
