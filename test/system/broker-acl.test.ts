/** The shipped files of a broker, as they are but for paths and port, and two stations that each try what is not theirs. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anUplink, eventually, STATE_TOPIC } from '../an-uplink.ts';
import { type Certificates, someCertificates } from '../certificates.ts';
import { aMosquittoOf, aSubscriber, type Broker, fold, type Subscriber } from '../platform.ts';
import { aShippedBroker } from '../shipped-broker.ts';

const HUT = 'park-hut-01';
const OTHER = 'lake-hut-02';

let ours: Certificates;
let foreign: Certificates;
beforeAll(() => {
  ours = someCertificates();
  foreign = someCertificates();
  ours.issue('broker', 'DNS:localhost');
  for (const name of [HUT, OTHER, 'fleet.service']) ours.issue(name, `DNS:${name}`);
  foreign.issue('fleet.service', 'DNS:fleet.service');
});
afterAll(() => {
  ours[Symbol.dispose]();
  foreign[Symbol.dispose]();
});

const theShippedBroker = () => aMosquittoOf(aShippedBroker(ours));

const by = (name: string, of = ours): string[] => [
  ...['--cafile', ours.path('ca.pem')],
  ...['--cert', of.path(`${name}.pem`), '--key', of.path(`${name}.key`)],
];
const subscriber = ({ port }: Broker, name: string, topic = '#', more: readonly string[] = []) =>
  aSubscriber(`mqtts://localhost:${port}`, topic, { words: [...by(name), ...more] });

/** One message at QoS 1; what `mosquitto_pub` had to say of it, empty when all was well. */
function publish({ port }: Broker, words: readonly string[], topic: string, payload: string): string {
  const to = ['-h', 'localhost', '-p', String(port), '-V', 'mqttv5', '-q', '1', '-t', topic, '-m', payload];
  const { stdout, stderr, status } = spawnSync('mosquitto_pub', [...to, ...words], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return `${stdout}${stderr}`.trim() || (status === 0 ? '' : `ended with ${status}`);
}
const payloads = ({ log }: Pick<Subscriber, 'log'>): string[] => log.map(({ payload }) => payload);
const REFUSED = /Not authorized/;

test('a station is heard under its own up/, and by the platform alone', async () => {
  await using broker = await theShippedBroker();
  await using fleet = await subscriber(broker, 'fleet.service');
  await using other = await subscriber(broker, OTHER);
  expect(publish(broker, by(HUT), `yike/v1/${HUT}/up/event/observation`, 'its event')).toBe('');
  expect(publish(broker, by(HUT), `yike/v1/${HUT}/up/state`, 'its state')).toBe('');
  await eventually(() => expect(payloads(fleet)).toEqual(['its event', 'its state']));
  await fleet.stop(); // one name is one connection
  expect(publish(broker, by('fleet.service'), `yike/v1/${OTHER}/down/receipt`, 'behind them')).toBe('');
  await eventually(() => expect(payloads(other)).toEqual(['behind them']));
});

test.each([
  ['the other’s up/', `yike/v1/${OTHER}/up/event/observation`],
  ['the other’s state', `yike/v1/${OTHER}/up/state`],
  ['its own down/receipt', `yike/v1/${HUT}/down/receipt`],
  ['the other’s down/receipt', `yike/v1/${OTHER}/down/receipt`],
  ['a topic of nobody’s', 'anything'],
  ['up/ of a level in between', `yike/v1/${HUT}/x/up/state`],
])('a station cannot publish under %s', async (_, topic) => {
  await using broker = await theShippedBroker();
  await using fleet = await subscriber(broker, 'fleet.service', 'yike/v1/+/up/#');
  await using other = await subscriber(broker, OTHER);
  expect(publish(broker, by(HUT), topic, 'forged')).toMatch(REFUSED);
  expect(publish(broker, by(HUT), `yike/v1/${HUT}/up/state`, 'honest')).toBe('');
  await eventually(() => expect(payloads(fleet)).toEqual(['honest']));
  await fleet.stop();
  expect(publish(broker, by('fleet.service'), `yike/v1/${OTHER}/down/receipt`, 'real')).toBe('');
  await eventually(() => expect(payloads(other)).toEqual(['real']));
});

test.each([
  ['the other’s down/', `yike/v1/${OTHER}/down/#`],
  ['everybody’s down/', 'yike/v1/+/down/#'],
  ['everybody’s up/', 'yike/v1/+/up/#'],
  ['its own up/', `yike/v1/${HUT}/up/#`],
])('a station that listens to %s hears nothing but what is sent to it', async (_, topic) => {
  await using broker = await theShippedBroker();
  await using hut = await subscriber(broker, HUT, topic, ['-t', `yike/v1/${HUT}/down/#`]);
  for (const [name, at] of [
    [OTHER, `yike/v1/${OTHER}/up/state`],
    ['fleet.service', `yike/v1/${OTHER}/down/receipt`],
  ] as const) {
    expect(publish(broker, by(name), at, 'for others')).toBe('');
  }
  expect(publish(broker, by('fleet.service'), `yike/v1/${HUT}/down/receipt`, 'for it')).toBe('');
  await eventually(() => expect(payloads(hut)).toContain('for it'));
  expect(new Set(payloads(hut))).toEqual(new Set(['for it'])); // once for each subscription that fits
});

test('the platform cannot speak as a station', async () => {
  await using broker = await theShippedBroker();
  expect(publish(broker, by('fleet.service'), `yike/v1/${HUT}/up/state`, 'forged')).toMatch(REFUSED);
});

test('nobody without a certificate of the authority’s gets in, whatever name it gives', async () => {
  await using broker = await theShippedBroker();
  await using fleet = await subscriber(broker, 'fleet.service');
  const topic = `yike/v1/${HUT}/up/state`;
  const bare = ['--cafile', ours.path('ca.pem'), '-u', HUT, '-i', HUT];
  expect(publish(broker, bare, topic, 'forged')).not.toBe('');
  expect(publish(broker, by('fleet.service', foreign), topic, 'forged')).not.toBe('');
  expect(publish(broker, by(HUT), topic, 'honest')).toBe('');
  await eventually(() => expect(payloads(fleet)).toEqual(['honest']));
});

test('a name in CONNECT counts for nothing: the certificate’s does', async () => {
  await using broker = await theShippedBroker();
  const words = [...by(OTHER), '-u', HUT, '-i', HUT];
  expect(publish(broker, words, `yike/v1/${HUT}/up/state`, 'forged')).toMatch(REFUSED);
});

test('a station’s will is heard, and another with its client id does not bring it about', async () => {
  await using broker = await theShippedBroker();
  await using fleet = await subscriber(broker, 'fleet.service');
  const will = ['--will-topic', `yike/v1/${HUT}/up/state`, '--will-payload', 'gone', '--will-qos', '1'];
  await using hut = await subscriber(broker, HUT, `yike/v1/${HUT}/down/#`, [...will, '-i', HUT]);
  expect(publish(broker, [...by(OTHER), '-i', HUT], `yike/v1/${OTHER}/up/state`, 'with its id')).toBe('');
  await eventually(() => expect(payloads(fleet)).toEqual(['with its id']));
  await hut.kill();
  await eventually(() => expect(payloads(fleet)).toEqual(['with its id', 'gone']));
});

test('a station’s uplink gets through: in the broker’s window and in sequence', async () => {
  await using broker = await theShippedBroker();
  await using fleet = await subscriber(broker, 'fleet.service', 'yike/v1/+/up/#');
  const secrets = {
    ca: ours.read('ca.pem'),
    certificate: ours.read(`${HUT}.pem`),
    key: ours.read(`${HUT}.key`),
  };
  await using station = anUplink(`mqtts://localhost:${broker.port}`, { secrets, backlog: 200 });
  await station.drained();
  await eventually(() => expect(fold(fleet.log)).toHaveLength(200));
  expect(station.logged).toEqual(['uplink connected {"protocol":"5","window":64}']);
  expect(fleet.log[0]).toMatchObject({ topic: STATE_TOPIC, payload: '{"online":true}' });
});
