/** Passing on over real HTTP and MQTT, from both databases, in all weathers: at least once, in order, and no value where none belongs. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCursor } from '../../fleet/forward/cursor.ts';
import type { ForwardTarget } from '../../fleet/forward/settings.ts';
import { type Forward, type ForwardParts, openForward } from '../../fleet/forward.ts';
import { type Databases, openDatabases } from '../../fleet/store/open.ts';
import { aSteppedClock, type FakeClock } from '../fake-clock.ts';
import { bundleErrors } from '../fhir.ts';
import { needlesIn } from '../needles.ts';
import { aFarSide, type FarSide, type Request } from './a-far-side.ts';
import { DIASTOLIC, idOf, NOW, SYSTOLIC, type Told, tell } from './events-to-pass-on.ts';
import { aPostgres, type Postgres } from './postgres.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TOKEN = 'WARATAH-token';
const sealed = (text: string): string => `sealed.${Buffer.from(text).toString('base64url')}`;
const unsealed = async (jwe: string): Promise<string> => {
  if (!jwe.startsWith('sealed.')) throw new Error('not ours');
  return Buffer.from(jwe.slice(7), 'base64url').toString('utf8');
};
const observations = (from: number, to: number, more: Partial<Told> = {}): Told[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ kind: 'observation', sequence: from + i, ...more }));
const sequencesOf = (events: readonly Told[]): string[] =>
  events.map(({ sequence }) => `park-hut-01/${idOf(sequence)}`);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await aPostgres();
});
afterAll(() => postgres.close());

/** A FHIR server in little: a transaction is all or nothing, and what is there already is not created again. */
function aFhirServer(refuses: (values: readonly string[]) => number | undefined = () => undefined) {
  const created: string[] = [];
  const take = ({ body }: Request): number => {
    const bundle = JSON.parse(body);
    if (bundleErrors(bundle).length > 0) return 500;
    const values = bundle.entry.map(
      ({ request, resource }: { request: { ifNoneExist: string }; resource: { identifier: { value: string }[] } }) => {
        const value = resource.identifier[0]?.value ?? '';
        return request.ifNoneExist === `identifier=https://yike.city/fhir/NamingSystem/event|${value}` ? value : '';
      },
    );
    const refused = refuses(values);
    if (refused !== undefined) return refused;
    for (const value of values) if (!created.includes(value)) created.push(value);
    return 200;
  };
  return { created, take };
}

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let number = 0;
  let url: string;
  let databases: Databases;
  let clock: FakeClock;
  let said: string[];
  let far: FarSide | undefined;
  let forward: Forward | undefined;

  beforeEach(async () => {
    url = dialect === 'postgres' ? postgres.database(`forward${++number}`) : mkdtempSync(join(tmpdir(), 'yike-fw-'));
    databases = await openDatabases(url, NOW);
    clock = aSteppedClock();
    said = [];
  });
  afterEach(async () => {
    await forward?.close();
    await far?.close();
    await databases.close();
    if (dialect === 'sqlite') rmSync(url, { recursive: true });
    forward = undefined;
    far = undefined;
  });

  const pass = (target: ForwardTarget, more: Partial<ForwardParts> = {}): Forward => {
    const note = (what: string, facts?: object): void => void said.push(JSON.stringify({ what, ...facts }));
    forward = openForward({
      databases,
      targets: [target],
      clock,
      random: { fraction: () => 0.01 },
      log: { info: note, warn: note, error: note },
      open: unsealed,
      ...more,
    });
    return forward;
  };
  const fhir = (): ForwardTarget => ({ id: 'city', kind: 'fhir', url: far?.url ?? '', token: TOKEN });
  const cursor = () => databases.fleet.selectFrom('cursor').selectAll().executeTakeFirst();
  const last = async (): Promise<number> => {
    const { position } = await databases.fleet
      .selectFrom('event')
      .select(({ fn }) => fn.max('position').as('position'))
      .executeTakeFirstOrThrow();
    return position;
  };
  /** Until the cursor stands behind the last event. */
  const passedOn = async (): Promise<void> => {
    const end = await last();
    for (let left = 2000; (await cursor())?.position !== end; left--) {
      if (left === 0) throw new Error(`not passed on: ${said.slice(-5).join('\n')}`);
      await clock.pass(10);
    }
  };

  test('in all weathers every observation comes, in order, once, and no demo', async () => {
    const { created, take } = aFhirServer();
    far = await aFarSide(take);
    const wanted = [...observations(1, 60), ...observations(61, 130, { sealed })];
    await tell(databases, [
      ...wanted.slice(0, 20),
      { kind: 'alarm', sequence: 200 },
      ...observations(300, 305, { demo: true }),
      ...wanted.slice(20),
    ]);
    far.weather.push(
      { status: 503 },
      'die',
      'die mid-answer',
      { status: 401 },
      { status: 302, headers: { location: '/' } },
    );
    far.weather.push(
      { status: 429, headers: { 'retry-after': '2' } },
      'hang',
      'well',
      { status: 500 },
      'die mid-answer',
    );
    const hung = far.hung();
    pass(fhir());
    await clock.until(hung);
    await clock.pass(20_000);
    await passedOn();
    expect(created).toEqual(sequencesOf(wanted));
    expect(far.weather).toEqual([]);
    expect(await cursor()).toMatchObject({ name: 'forward.city', failing_ms: null, last_error: null, set_aside: 0 });
    expect(far.requests[0]?.headers).toMatchObject({
      'content-type': 'application/fhir+json',
      authorization: `Bearer ${TOKEN}`,
    });
    expect(said.join('\n')).toContain('"why":"no answer in time"');
    expect(needlesIn(said.join('\n'), [SYSTOLIC, DIASTOLIC, TOKEN])).toEqual([]);
  });

  test('what is refused for good is found, set aside and told of; all before and behind it comes, in order', async () => {
    const poison = `park-hut-01/${idOf(37)}`;
    const { created, take } = aFhirServer((values) =>
      values.length > 20 ? 413 : values.includes(poison) ? 422 : undefined,
    );
    far = await aFarSide(take);
    const good = [...observations(1, 36), ...observations(38, 79), ...observations(81, 90)];
    await tell(databases, good.slice(0, 36));
    await tell(databases, [{ kind: 'observation', sequence: 37 }]);
    await tell(databases, good.slice(36, 78));
    await tell(databases, [{ kind: 'observation', sequence: 80, sealed: () => 'not.for.us' }]);
    await tell(databases, good.slice(78));
    const { passed } = pass(fhir());
    await passedOn();
    expect(created).toEqual(sequencesOf(good));
    expect(await cursor()).toMatchObject({ set_aside: 2, failing_ms: null });
    expect(passed()).toEqual([{ id: 'city', sent: good.length, setAside: 2, pruned: 0, failing: false }]);
    const alarms = await databases.fleet.selectFrom('alarm').selectAll().execute();
    expect(alarms).toMatchObject([
      { station_id: 'park-hut-01', device_id: 'station', code: 'forward-refused', severity: 'task', origin: 'fleet' },
    ]);
    const aside = said.map((line) => JSON.parse(line)).filter(({ what }) => what === 'refused for good, set aside');
    expect(aside.map(({ sequence, why }) => [sequence, why])).toEqual([
      [37, 'HTTP 422'],
      [80, 'no observation that could be read'],
    ]);
    expect(far.requests.length).toBeLessThan(60);
  });

  test('killed between the yes and the cursor: sent again, created once', async () => {
    const { created, take } = aFhirServer();
    far = await aFarSide(async (request) => {
      const status = take(request);
      if (far?.requests.length === 2) await databases.close();
      return status;
    });
    const wanted = observations(1, 130);
    await tell(databases, wanted);
    const killed = pass(fhir());
    while (!said.some((line) => line.includes('stumbled'))) await clock.pass(10);
    await killed.close();
    expect(created).toHaveLength(100);
    databases = await openDatabases(url, NOW);
    expect((await cursor())?.position).toBeLessThan(100);
    pass(fhir());
    await passedOn();
    expect(created).toEqual(sequencesOf(wanted));
    expect(far.requests[2]?.body).toBe(far.requests[1]?.body);
  });

  test.runIf(dialect === 'postgres')(
    'the database is killed and begun again below it: it goes on by itself',
    async () => {
      const { created, take } = aFhirServer();
      far = await aFarSide(async (request) => {
        const status = take(request);
        if (far?.requests.length === 2) await postgres.kill();
        return status;
      });
      const wanted = observations(1, 130);
      await tell(databases, wanted);
      pass(fhir());
      while (!said.some((line) => line.includes('stumbled'))) await clock.pass(10);
      await postgres.start();
      await passedOn();
      expect(created).toEqual(sequencesOf(wanted));
    },
  );

  test('what is sealed waits for a key; nothing is set aside for the want of one', async () => {
    const { created, take } = aFhirServer();
    far = await aFarSide(take);
    await tell(databases, observations(1, 3, { sealed }));
    const { open: _, ...keyless } = { open: unsealed };
    const parts = { databases, targets: [fhir()], clock, random: { fraction: () => 0.01 } };
    const note = (what: string, facts?: object): void => void said.push(JSON.stringify({ what, ...facts }));
    const without = openForward({ ...parts, ...keyless, log: { info: note, warn: note, error: note } });
    while (!said.some((line) => line.includes('no key to open it'))) await clock.pass(10);
    await clock.pass(100);
    await without.close();
    expect(await cursor()).toMatchObject({ position: 0, set_aside: 0, last_error: expect.stringContaining('no key') });
    pass(fhir());
    await passedOn();
    expect(created).toHaveLength(3);
  });

  test('what is no longer kept is passed over, and counted', async () => {
    const { created, take } = aFhirServer();
    far = await aFarSide(take);
    const gone = observations(1, 70, { pruned: true });
    await tell(databases, [...gone, ...observations(71, 72)]);
    const { passed } = pass(fhir());
    await passedOn();
    expect(created).toEqual(sequencesOf(observations(71, 72)));
    expect(passed()).toMatchObject([{ sent: 2, pruned: 70, setAside: 0 }]);
  });

  test('a webhook has what its stations said, byte for byte, signed; no observation unless asked for', async () => {
    far = await aFarSide(() => 204);
    far.weather.push('die mid-answer', { status: 503 });
    const alarms: Told[] = [1, 3, 5, 7].map((sequence) => ({ kind: 'alarm', sequence }));
    await tell(databases, [...alarms, ...observations(10, 14)]);
    pass({ id: 'hook', kind: 'webhook', url: far.url, secret: SECRET });
    await passedOn();
    const bodies = far.requests.map(({ body }) => body);
    expect(needlesIn(bodies.join('\n'), [SYSTOLIC, DIASTOLIC])).toEqual([]);
    for (const { headers, body } of far.requests) {
      const key = Buffer.from(SECRET.slice(6), 'base64');
      const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(content).digest('base64')}`);
      expect(headers['content-type']).toBe('application/cloudevents-batch+json');
    }
    const [first] = far.requests;
    const heard = bodies.flatMap((body) => JSON.parse(body)).map(({ id }: { id: string }) => id);
    expect([...new Set(heard)]).toEqual(alarms.map(({ sequence }) => idOf(sequence)));
    expect(first?.body.startsWith('[{"specversion":"1.0"')).toBe(true);
    const kept = await databases.fleet.selectFrom('envelope').select('payload').orderBy('sequence').execute();
    expect(first?.body).toBe(`[${kept.map(({ payload }) => payload).join(',')}]`);
  });

  test('a webhook that names observations has them, sealed as they are', async () => {
    far = await aFarSide(() => 200);
    await tell(databases, observations(1, 3, { sealed }));
    pass({ id: 'hook', kind: 'webhook', url: far.url, secret: SECRET, kinds: ['observation'] });
    await passedOn();
    expect(JSON.parse(far.requests[0]?.body ?? '')).toHaveLength(3);
    expect(far.requests[0]?.body).toContain('"data":"sealed.');
  });

  test('the cursor of a target that is named no more goes, and holds nothing back; others stay', async () => {
    for (const name of ['forward.gone', 'forward.hook', 'another']) await openCursor(databases.fleet, name, clock.wall);
    far = await aFarSide(() => 200);
    await pass({ id: 'hook', kind: 'webhook', url: far.url, secret: SECRET }).close();
    const names = await databases.fleet.selectFrom('cursor').select('name').orderBy('name').execute();
    expect(names.map(({ name }) => name)).toEqual(['another', 'forward.hook']);
  });

  test('a member that has lost the lead does not set the cursor back', async () => {
    const one = await openCursor(databases.fleet, 'x', clock.wall);
    const other = await openCursor(databases.fleet, 'x', clock.wall);
    await one.move(10);
    await other.move(5);
    await other.setAside(7, undefined);
    expect(await cursor()).toMatchObject({ position: 10, set_aside: 0 });
  });

  test.each<[string, ForwardTarget]>([
    ['in the clear', { id: 'a', kind: 'fhir', url: 'http://fhir.example/r4', token: TOKEN }],
    ['no address', { id: 'a', kind: 'thingsboard', url: TOKEN, token: TOKEN }],
    ['no secret', { id: 'a', kind: 'webhook', url: 'https://x.example', secret: TOKEN }],
  ])('a target is refused, and nothing of it repeated: %s', (_, target) => {
    let error: unknown;
    try {
      pass(target);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).not.toContain(TOKEN);
  });
});
