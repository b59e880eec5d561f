/** What a station leaves at a real broker, and what is left there once a device is no longer in its file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventTopic } from '../../edge-agent/wire/topics.ts';
import { anUplink, DEVICE_TOPIC, eventually, STATE_TOPIC, STATION } from '../an-uplink.ts';
import { aHut, type Hut, type HutParts } from '../hut.ts';
import { aMosquitto, aMosquittoOf, anAedes, aSubscriber, type Received } from '../platform.ts';
import { aScriptedBroker, puback } from '../scripted-broker.ts';

const BACK_OFF_MS = 30_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yike-leftovers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const online = async (hut: Hut): Promise<void> => {
  while (hut.agent.network() === 'off') await hut.clock.pass(100);
};
const shortOf = ({ topic }: Received): string => topic.replace(/^.*\/up\//, '');

test.each([
  ['mosquitto', '5', aMosquitto],
  ['aedes', '3.1.1', anAedes],
] as const)(
  '%s keeps nothing of a device that went, nor an alarm that was left raised',
  async (_, protocol, aBroker) => {
    await using broker = await aBroker();
    const start = async (parts: Pick<HutParts, 'without'> = {}): Promise<Hut> => {
      const hut = await aHut({ home: { folder, brokerPort: broker.port }, ...parts });
      await online(hut);
      return hut;
    };
    /** What a subscriber that comes only now gets of the broker’s own, and what it hears at the next start of the station. */
    const nextStart = async (parts: Pick<HutParts, 'without'>) => {
      await using late = await aSubscriber(broker.url, 'yike/#', { protocol });
      const hut = await start(parts);
      const heard = (): Received[] => late.log.filter(({ retain }) => !retain);
      await eventually(() => expect(heard().map(shortOf)).toContain('device/bp-1/state')); // behind all that was kept
      await hut.clock.pass(1000);
      await hut.close();
      await eventually(() => expect(late.log.at(-1)?.payload).toBe('{"online":false}'));
      return {
        kept: late.log
          .filter(({ retain }) => retain)
          .map(shortOf)
          .sort(),
        heard: heard(),
      };
    };
    const ofGlucose = (heard: readonly Received[]) =>
      heard.filter(({ topic }) => topic.includes('/glucose-1')).map((said) => `${shortOf(said)} ${said.payload}`);

    const before = await start();
    for (const deviceId of ['bp-1', 'glucose-1']) before.agent.alarm({ deviceId, code: 'call', raised: true });
    await before.clock.pass(1000);
    await before.close();

    const after = await nextStart({ without: ['glucose-1'] });
    const states = ['device/bp-1/state', 'state'];
    expect(after.kept).toEqual([
      'alarm/bp-1.call',
      'alarm/glucose-1.call',
      ...['bp-1', 'glucose-1'].map((id) => `device/${id}/state`),
      'state',
    ]);
    expect(ofGlucose(after.heard).sort()).toEqual(['alarm/glucose-1.call ', 'device/glucose-1/state ']);

    const again = await nextStart({ without: ['glucose-1'] });
    expect(again.kept).toEqual(states);
    expect(ofGlucose(again.heard)).toEqual([]);
  },
);

const [gone = '', left = ''] = ['bp-2', 'bp-3'].map((id) => DEVICE_TOPIC.replace('bp-1', id));
const foreign = gone.replace('park-hut-01', 'lake-hut-02');
/** A mosquitto that lets the station write all that it has to say, and `left`, but not `gone`. */
const aRefusing = () =>
  // not with max_queued_messages 0: mosquitto 2.0.11 then closes the line after a refusal
  aMosquittoOf((port) => {
    const acl = join(folder, 'acl');
    const mayWrite = [STATE_TOPIC, DEVICE_TOPIC, left, eventTopic(STATION, 'observation')];
    const write = mayWrite.map((topic) => `topic write ${topic}`);
    writeFileSync(acl, ['topic read #', `user ${STATION}`, ...write, ''].join('\n'));
    return [`listener ${port} 127.0.0.1`, 'allow_anonymous true', `acl_file ${acl}`].join('\n');
  });

test('a broker that refuses one of them has everything else, at once and without a word of alarm', async () => {
  await using broker = await aRefusing();
  await using subscriber = await aSubscriber(broker.url, 'yike/#');
  await using station = anUplink(broker.url, { backlog: 30, remembered: [foreign, gone, left] });
  await station.drained();
  await eventually(() => expect(subscriber.log).toHaveLength(33));
  expect(subscriber.log.slice(0, 3).map(({ topic, payload }) => [topic, payload])).toEqual([
    [STATE_TOPIC, '{"online":true}'],
    [DEVICE_TOPIC, '{"status":"ok"}'],
    [left, ''],
  ]);
  expect(station.alarms).toEqual([]);
  expect(station.logged.sort()).toEqual([
    'retained topic not emptied {"why":"credentials: reason 0x87"}',
    'retained topics of another name {"topics":1}',
    'uplink connected {"protocol":"5","window":20}',
  ]);
  expect(station.retained.topics()).toEqual([foreign, gone, DEVICE_TOPIC]);
});

test('a broker that closes the line instead loses three, and has the backlog over the fourth', async () => {
  await using broker = await aScriptedBroker({
    puback: (publish, wire) => (publish.topic === gone ? wire.cut() : wire.send(puback(publish))),
  });
  await using station = anUplink(broker.url, { backlog: 30, remembered: [gone] });
  for (let line = 1; line <= 3; line++) {
    await eventually(() => expect(broker.seen.filter(({ topic }) => topic === gone)).toHaveLength(line));
    await station.offline();
    await station.clock.pass(BACK_OFF_MS);
  }
  await station.drained();
  expect(broker.connects).toHaveLength(4);
  expect(station.logged).toContain('retained topic not emptied {"why":"no answer"}');
  expect([station.alarms, station.retained.topics()]).toEqual([[], [gone, DEVICE_TOPIC]]);
});
