import { expect, test } from 'vitest';
import { aBin, type BinWorld } from '../../test/a-bin.ts';
import { dead, drivesOf, onABin, timesOf } from '../../test/on-a-bin.ts';
import { sources } from '../../test/sources.ts';

const place = (world: BinWorld): string => world.bin().state().place;

test('a deposit: unlocked, opened, closed when the resident is done, judged, and ready for the next', async () => {
  const world = aBin();
  expect(place(world)).toBe('boot');
  await world.ready();
  expect(place(world)).toBe('locked');
  expect(world.hardware.lamps).toEqual({ red: false, green: true });
  const authorisation = world.anAuthorisation();
  expect(world.bin().unlock(authorisation)).toBe('begun');
  await world.clock.pass(3000);
  expect(place(world)).toBe('open');
  expect(world.bin().unlock(world.anAuthorisation())).toBe('busy');
  world.hardware.reachIn();
  await world.clock.pass(2000);
  world.hardware.pullOut();
  await world.clock.pass(1000);
  world.bin().requestClose();
  await world.clock.pass(3000);
  expect(place(world)).toBe('settling');
  await world.clock.pass(5000);
  expect(place(world)).toBe('locked');
  expect(world.told()).toEqual(['settled', 'opened unlocked', 'closed', 'settled']);
  expect(drivesOf(world).slice(1)).toEqual(['drive open', 'drive released', 'drive closed', 'drive released']);
  const made = world.seen.flatMap((one) => ('what' in one ? [one.what] : []));
  expect(made.slice(1, 4)).toEqual(['pulse', 'drive open', 'door open']);
  expect(timesOf(world, 'pulse')).toHaveLength(1);
  const order = world.seen.flatMap((one) =>
    'saw' in one && one.saw !== 'told' && one.saw !== 'place' ? [one.saw] : [],
  );
  expect(order).toEqual(['host back', 'given', 'use', 'spent', 'given']);
  expect(world.bin().unlock(world.anAuthorisation())).toBe('begun');
});

test('at rest it asks for nothing: no timer waits', async () => {
  const world = aBin();
  await world.ready();
  expect(world.clock.waiting()).toBe(0);
});

onABin([
  {
    deed: 'a pulse that the board did not hear is a used one',
    from: 'locked',
    does: async ({ hardware, bin, clock, anAuthorisation }) => {
      hardware.answers('unheard');
      bin().unlock(anAuthorisation());
      await clock.pass(1);
      hardware.answers('always');
    },
    ms: 10_000,
    place: 'fault',
    check: ({ seen }) => expect(seen.filter((one) => 'saw' in one && one.saw === 'use')).toHaveLength(1),
  },
  {
    deed: 'a move that is not confirmed: let go, and told so until it is heard',
    from: 'open',
    does: async ({ hardware, bin, clock }) => {
      hardware.answers('unanswered');
      bin().requestClose();
      await clock.pass(100);
      hardware.answers('unheard');
      await clock.pass(1000);
      hardware.answers('always');
    },
    ms: 1500,
    place: 'fault',
    told: ['fault motor true'],
    check: dead,
  },
  {
    deed: 'a board that restarts with the door open: it stays open, nothing is unlocked',
    from: 'open',
    does: async (world) => {
      world.hardware.board('reset');
      await world.clock.pass(2600);
    },
    ms: 0,
    place: 'open',
    check: (world) => expect(timesOf(world, 'pulse')).toHaveLength(1),
  },
  {
    deed: 'a board that restarts between two pulses: no second one',
    from: 'locked',
    does: async ({ hardware, bin, clock, anAuthorisation }) => {
      hardware.stickBolt(true);
      bin().unlock(anAuthorisation());
      await clock.pass(1000);
      hardware.board('reset');
    },
    ms: 20_000,
    place: 'locked',
    told: ['unopened', 'settled'],
    check: (world) => expect(timesOf(world, 'pulse')).toHaveLength(1),
  },
  {
    deed: 'a board that is pulled out',
    from: 'locked',
    does: ({ hardware }) => hardware.board('lost'),
    ms: 0,
    place: 'offline',
    check: ({ bin, anAuthorisation }) => expect(bin().unlock(anAuthorisation())).toBe('out-of-order'),
  },
  {
    deed: 'a board that is pulled out with the door open: staff are called all the same',
    from: 'open',
    does: ({ hardware }) => hardware.board('lost'),
    ms: 58_000,
    place: 'offline',
    told: ['prompt close', 'prompt close', 'prompt close', 'alarm door-open true'],
  },
  {
    deed: 'an alarm outlasts its board, and is as loud as before',
    from: 'open',
    does: async ({ hardware, clock }) => {
      hardware.inside({ smoke: true });
      await clock.pass(1000);
      hardware.inside({ smoke: false });
      await clock.pass(1000);
      hardware.board('reset');
    },
    ms: 3000,
    place: 'alarm',
    check: (world) => expect(timesOf(world, 'buzzer on')).toHaveLength(2),
  },
  {
    deed: 'a move that was not confirmed is forgiven a board that begins anew',
    from: 'open',
    does: async ({ hardware, bin, clock }) => {
      hardware.answers('unheard');
      bin().requestClose();
      await clock.pass(3000);
      hardware.answers('always');
      hardware.board('reset');
    },
    ms: 2600,
    place: 'open',
    told: ['fault motor true', 'fault motor false'],
  },
  {
    deed: 'what was sent before the board went is nothing of the one that is back',
    from: 'open',
    does: async ({ hardware, bin, clock }) => {
      hardware.answers('unanswered');
      bin().requestClose();
      await clock.pass(100);
      hardware.answers('always');
      hardware.board('lost');
      hardware.board('back');
    },
    ms: 200,
    place: 'open',
    told: [],
  },
  {
    deed: 'a board that is back: the door is looked at first',
    from: 'locked',
    does: async ({ hardware, clock }) => {
      hardware.board('lost');
      hardware.push('open');
      await clock.pass(60_000);
      hardware.board('back');
    },
    ms: 0,
    place: 'open',
    told: ['opened found'],
  },
]);

test('its coil gets no more than six pulses in a minute', async () => {
  const world = aBin();
  await world.ready();
  const answers: string[] = [];
  for (let nth = 0; nth < 8; nth++) {
    answers.push(world.bin().unlock(world.anAuthorisation()));
    await world.clock.pass(1000);
    world.hardware.push('closed');
    await world.clock.pass(6600);
  }
  expect(answers).toEqual(['begun', 'begun', 'begun', 'begun', 'begun', 'too-soon', 'too-soon', 'too-soon']);
});

test('an authorisation that may not be used moves nothing', async () => {
  const world = aBin();
  await world.ready();
  const old = world.anAuthorisation();
  world.kill();
  world.begin();
  await world.ready();
  const before = drivesOf(world).length;
  expect(world.bin().unlock(old)).toBe('not-authorised');
  await world.clock.pass(5000);
  expect(timesOf(world, 'pulse')).toEqual([]);
  expect(drivesOf(world)).toHaveLength(before);
  expect(place(world)).toBe('locked');
});

test('an agent that begins with an open door, or with smoke, says so', async () => {
  const world = aBin({ filled: { smoke: true } });
  world.hardware.push('open');
  await world.clock.pass(40);
  expect(world.told()).toEqual(['alarm smoke true', 'opened found']);
});

test('a board that is not there yet is waited for', async () => {
  const world = aBin();
  world.hardware.board('lost');
  await world.clock.pass(60_000);
  expect(place(world)).toBe('boot');
  world.hardware.board('back');
  await world.ready();
  expect(place(world)).toBe('locked');
});

test('a board that confirms nothing is a line in the log, not one a second', async () => {
  const world = aBin();
  await world.opened();
  for (const how of ['unheard', 'always', 'unheard'] as const) {
    world.hardware.answers(how);
    world.bin().requestClose();
    world.hardware.inside({ smoke: how === 'unheard' });
    await world.clock.pass(60_000);
    world.bin().staff('clear');
  }
  expect(world.logged.filter((what) => what.includes('did not confirm'))).toHaveLength(2);
});

test('closed for good: every output off, nothing waits, and a pulse under way has no second', async () => {
  const world = aBin();
  await world.ready();
  world.hardware.stickBolt(true);
  world.bin().unlock(world.anAuthorisation());
  await world.bin().close();
  expect(world.clock.waiting()).toBe(0);
  expect(world.seen.filter((one) => 'saw' in one && one.saw === 'spent')).toHaveLength(1);
  dead(world);
});

test('a listener may ask for the next thing', async () => {
  const world = aBin();
  world.bin().onTold(({ told }) => told === 'settled' && world.bin().unlock(world.anAuthorisation()));
  await world.clock.pass(8000);
  expect(place(world)).toBe('open');
});

test('nobody but the lock pulses', () => {
  const callers = [...sources()].filter(([path, text]) => !path.includes('test') && /\.pulseLock\(/.test(text));
  expect(callers.map(([path]) => path)).toEqual(['edge-agent/bins/lock.ts']);
});
