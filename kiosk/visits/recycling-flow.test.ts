import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BinOffer, DepositAtBin } from '../../edge-agent/index.ts';
import { aHut, type Hut } from '../../test/hut.ts';
import { aWorld, placeAfter } from '../../test/play.ts';
import type { Act } from '../contract/act.ts';
import type { RecyclingProblem, ScreenId } from '../contract/screen.ts';

const PAPER = 'bin-paper';
const TO_PREPARE: readonly Act[] = [
  { do: 'wake' },
  { do: 'choose', service: 'recycling' },
  { do: 'recycle', material: 'paper' },
];

describe('each phase and each end of a deposit has its screen', () => {
  const ready: BinOffer = {
    binId: PAPER,
    material: 'paper',
    pointsPerKg: 60,
    mostGrams: 30_000,
    is: 'ready',
    status: 'ok',
  };
  const world = aWorld({ bins: () => [ready] });
  const prices = { id: 'list-1', pointsPerKg: { paper: 60 }, leastGrams: 20, mostGrams: 30_000 };
  const before = { grams: 4000, atMs: 0 };
  const begun = { bin: PAPER, scale: 'scale-1', material: 'paper', account: 'community', before, prices } as const;
  type Phase = DepositAtBin['phase'];
  type Flags = Extract<Phase, { id: 'settled' }>['outcome']['flags'];
  const told = (phase: Phase) =>
    ({
      on: 'deposit',
      binId: PAPER,
      view: { phase, bin: 'settling', doorClosed: true, pinched: false, grams: -10 },
    }) as const;
  const settled = (flags: Flags): Phase => ({ id: 'settled', begun, outcome: { grams: 900, points: 54, flags } });

  test.each<[string, Phase, object]>([
    ['the scale comes to rest', { id: 'before', until: 0 }, { id: 'rec.open' }],
    ['the door is let go', { id: 'opening', begun }, { id: 'rec.open' }],
    ['the disk refuses', { id: 'settling', begun, outcome: { grams: 0, points: 0, flags: [] } }, { wait: 'disk' }],
    ['less than before is nothing', { id: 'after', begun, until: 0, interrupted: false }, { wait: 'scale', grams: 0 }],
    ['its board is away', { id: 'interrupted', begun, until: 0, ready: false }, { id: 'rec.weigh', wait: 'bin' }],
    ['refused by the store', { id: 'refused', why: 'store' }, { why: 'REC-STORE' }],
    ['refused by the bin', { id: 'refused', why: 'bin' }, { why: 'REC-DOWN' }],
    ['refused by the scale', { id: 'refused', why: 'unsteady' }, { why: 'REC-SHAKE' }],
    ['unopened', settled(['interrupted', 'unopened']), { why: 'REC-SHUT' }],
    ['negative', settled(['negative']), { why: 'REC-STAFF' }],
    ['tare', settled(['tare']), { why: 'REC-STAFF' }],
    ['unweighed', settled(['interrupted', 'unweighed']), { why: 'REC-STAFF' }],
    ['unsure', settled(['interrupted', 'unsure']), { why: 'REC-STAFF' }],
    ['left open', settled(['left-open']), { why: 'REC-DOOR' }],
    ['too much', settled(['too-much']), { why: 'REC-HEAVY', mostKg: 30 }],
    ['weighed after a stop', settled(['interrupted']), { id: 'rec.points', points: 54, interrupted: true }],
  ])('%s', (_, phase, place) => {
    expect(placeAfter([...TO_PREPARE, { do: 'next' }, told(phase)], world)).toMatchObject(place);
  });

  test('once it has come to something its bin is anybody’s: what follows there is not this visit’s', () => {
    const over = [...TO_PREPARE, { do: 'next' }, told(settled([]))] as const;
    expect(placeAfter([...over, told({ id: 'before', until: 0 })], world)).toMatchObject({ id: 'rec.points' });
  });
});

describe('with real bins', () => {
  let hut: Hut;
  beforeEach(async () => {
    hut = await aHut({ withBins: true });
    await passUntil(() => hut.agent.recycling.offers().every(({ is }) => is === 'ready'));
  });
  afterEach(() => hut.close());

  async function passUntil(so: () => boolean, limitMs = 30_000): Promise<void> {
    for (const end = hut.clock.now() + limitMs; !so(); await hut.clock.pass(50))
      if (hut.clock.now() >= end) throw new Error(`not so in time: ${JSON.stringify(hut.view().screen)}`);
  }
  const screen = () => hut.view().screen;
  const paper = () => {
    const bin = hut.bins.get(PAPER);
    if (!bin) throw new Error('no bin');
    return bin;
  };

  async function toDeposit(): Promise<void> {
    await hut.act(...TO_PREPARE, { do: 'next' });
    expect(screen().id).toBe('rec.open');
    await hut.until('rec.deposit');
    await hut.clock.pass(3000); // the door is at its end
  }
  /** To the end of the deposit, every screen on the way. */
  async function seen(last: ScreenId): Promise<ScreenId[]> {
    const ids: ScreenId[] = [hut.view().screen.id];
    const cancel = hut.panel.onView(() => {
      const { id } = hut.view().screen;
      if (id !== ids.at(-1)) ids.push(id);
    });
    await passUntil(() => screen().id === last, 60_000);
    cancel();
    return ids;
  }
  const done = (): Promise<void> => hut.act({ do: 'next' });
  async function problem(why: RecyclingProblem, limitMs = 60_000): Promise<void> {
    await passUntil(() => screen().id === 'rec.problem', limitMs);
    expect(screen()).toMatchObject({ id: 'rec.problem', why });
  }

  describe('a deposit', () => {
    test('each screen in its turn, the weight live, and the points are on disk when they are shown', async () => {
      await toDeposit();
      await hut.drop(PAPER, 1200);
      await passUntil(() => {
        const shown = screen();
        return shown.id === 'rec.deposit' && shown.grams === 1200;
      });
      await done();
      expect(screen()).toMatchObject({ id: 'rec.closing', hand: false });
      expect(await seen('rec.points')).toEqual(['rec.closing', 'rec.weigh', 'rec.points']);
      expect(screen()).toEqual({ id: 'rec.points', material: 'paper', grams: 1200, pointsPerKg: 60, points: 72 });
      await hut.act({ do: 'again' });
      expect(screen()).toMatchObject({
        id: 'rec.material',
        offers: [
          { material: 'paper', mostKg: 30 },
          { material: 'bottles', is: 'ready' },
        ],
      });
    });

    test('a hand in the door that closes: take it away; the door opens, and closes when it has gone', async () => {
      await toDeposit();
      await hut.drop(PAPER, 500);
      await done();
      await hut.clock.pass(400);
      const { turn } = hut.view();
      paper().reachIn();
      await passUntil(() => {
        const shown = screen();
        return shown.id === 'rec.closing' && shown.hand;
      });
      expect(hut.view().turn).toBeGreaterThan(turn); // it is read out anew
      await hut.clock.pass(20_000);
      expect(screen()).toMatchObject({ id: 'rec.closing', hand: true });
      expect(paper().port.senses()?.doorClosed).toBe(false);
      paper().pullOut();
      await hut.until('rec.points');
      expect(screen()).toMatchObject({ grams: 500, points: 30 });
    });

    test('a hand that is still in when one says done: nothing moves before it has gone', async () => {
      await toDeposit();
      await hut.drop(PAPER, 500);
      paper().reachIn();
      await hut.clock.pass(100);
      await done();
      expect(screen()).toMatchObject({ id: 'rec.closing', hand: true });
      paper().pullOut();
      await hut.until('rec.points');
    });

    test('an open door is asked for aloud three times, is never left by an idle limit, and closes by itself', async () => {
      await toDeposit();
      const prompts = () => {
        const shown = screen();
        return shown.id === 'rec.deposit' ? shown.prompts : undefined;
      };
      paper().reachIn(); // as long as something moves there, it is not quiet
      for (const count of [1, 2, 3]) await passUntil(() => prompts() === count);
      await hut.clock.pass(100_000);
      expect(hut.view()).not.toHaveProperty('stillThere');
      await hut.drop(PAPER, 800);
      paper().pullOut();
      await hut.until('rec.points', 40_000);
    });

    test('whatever lies over it, the door comes first; the language stays where it was put', async () => {
      await toDeposit();
      await hut.act({ do: 'help' }, { do: 'speak', language: 'en' });
      await hut.drop(PAPER, 800);
      await hut.clock.pass(2000);
      expect(screen().id).toBe('help');
      expect(await seen('rec.points')).toEqual(['help', 'rec.closing', 'rec.weigh', 'rec.points']);
      expect(hut.view().language).toBe('en');
      await hut.act({ do: 'back' });
      expect(screen().id).toBe('home');
    });

    test('back leads nowhere while the door may be open; end does, and what was put in is credited all the same', async () => {
      await toDeposit();
      await hut.act({ do: 'back' });
      expect(screen().id).toBe('rec.deposit');
      await hut.drop(PAPER, 800);
      await hut.act({ do: 'end' });
      expect(screen().id).toBe('bye');
      await passUntil(() => hut.agent.recycling.view(PAPER)?.phase.id === 'settled');
      expect(hut.agent.recycling.view(PAPER)?.phase).toMatchObject({ outcome: { grams: 800, points: 48 } });
      expect(paper().port.senses()?.doorClosed).toBe(true);
      expect(screen().id).toBe('idle');
    });

    test('its board away on the way: told, credited once it is back, with an apology', async () => {
      await toDeposit();
      await hut.drop(PAPER, 1000);
      await hut.clock.pass(2000);
      paper().board('lost');
      await passUntil(() => {
        const shown = screen();
        return shown.id === 'rec.weigh' && shown.wait === 'bin';
      });
      paper().board('back');
      await hut.until('rec.deposit');
      expect(screen()).toMatchObject({ to: 'close' });
      await done();
      await hut.until('rec.points');
      expect(screen()).toMatchObject({ grams: 1000, points: 60, interrupted: true });
    });
  });

  describe('what brings no points says why', () => {
    const nothing = async (): Promise<void> => {};
    const drops = (grams: number) => (): Promise<void> => hut.drop(PAPER, grams);
    test.each<[RecyclingProblem, string, () => Promise<void>]>([
      ['REC-ZERO', 'nothing was put in', nothing],
      ['REC-ZERO', 'less than the scale can tell', drops(10)],
      ['REC-HEAVY', 'more than the most', drops(31_000)],
      ['REC-STAFF', 'lighter than before', drops(-3000)],
      ['REC-STAFF', 'the scale does not come to rest', () => hut.press('scale-1 move')],
    ])('%s: %s', async (why, _, does) => {
      await toDeposit();
      await does();
      await done();
      await problem(why);
      if (why === 'REC-HEAVY') expect(screen()).toMatchObject({ mostKg: 30 });
      await hut.act({ do: 'again' });
      expect(screen()).toMatchObject({ id: 'rec.prepare', material: 'paper' });
    });

    test('REC-DOOR: something stays in the opening for minutes', async () => {
      await toDeposit();
      paper().reachIn();
      await problem('REC-DOOR', 320_000);
    });

    test('REC-JAM: it is held three times; the visit is free to end, and the deposit stays with the agent', async () => {
      await toDeposit();
      paper().jam(true);
      await done();
      await problem('REC-JAM');
      expect(hut.agent.recycling.view(PAPER)?.phase.id).toBe('open');
      await hut.act({ do: 'next' });
      expect(screen()).toMatchObject({ offers: [{ is: 'busy' }, { is: 'ready' }] });
    });

    test('REC-SHAKE: the scale does not stand still before; nothing moves', async () => {
      await hut.press('scale-1 move');
      await hut.act(...TO_PREPARE, { do: 'next' });
      await problem('REC-SHAKE');
      expect(paper().happened.filter(({ what }) => what === 'pulse')).toEqual([]);
    });

    test('REC-SHUT: the bolt does not come out', async () => {
      paper().stickBolt(true);
      await hut.act(...TO_PREPARE, { do: 'next' });
      await problem('REC-SHUT');
    });
  });

  describe('what cannot be used now says so first', () => {
    test('a full bin: on its tile, and never after an opening', async () => {
      paper().inside({ levelMm: 100 });
      await passUntil(() => hut.agent.recycling.offers()[0]?.is === 'full');
      await hut.act({ do: 'wake' }, { do: 'choose', service: 'recycling' });
      expect(screen()).toMatchObject({ offers: [{ is: 'full' }, { is: 'ready' }] });
      await hut.act({ do: 'recycle', material: 'paper' });
      await problem('REC-FULL');
      expect(paper().happened.filter(({ what }) => what === 'pulse')).toEqual([]);
    });

    test('at home: full when every bin is, else what works', async () => {
      await hut.act({ do: 'wake' });
      const tile = () => {
        const shown = screen();
        return shown.id === 'home' ? shown.tiles.at(-1) : undefined;
      };
      expect(tile()).toEqual({ service: 'recycling', working: true });
      for (const bin of hut.bins.values()) bin.inside({ levelMm: 100 });
      await passUntil(() => tile()?.full === true);
      expect(tile()).toEqual({ service: 'recycling', working: false, full: true });
      paper().board('lost');
      await hut.clock.pass(100);
      expect(tile()).toEqual({ service: 'recycling', working: false });
      await hut.act({ do: 'choose', service: 'recycling' }, { do: 'recycle', material: 'paper' });
      await problem('REC-DOWN');
    });

    test('the other panel: its bin is busy, and what comes of it is told to one of them alone', async () => {
      const other = hut.secondPanel();
      const at = async (...acts: readonly Act[]): Promise<void> => {
        for (const act of acts) {
          other.act(other.view().turn, act);
          await hut.clock.pass(0);
        }
      };
      await at(...TO_PREPARE);
      await toDeposit();
      expect(other.view().screen).toMatchObject({ id: 'rec.prepare', offer: { is: 'busy' } });
      await at({ do: 'next' });
      expect(other.view().screen).toMatchObject({ id: 'rec.problem', why: 'REC-BUSY' });
      await hut.drop(PAPER, 700);
      await done();
      await hut.until('rec.points');
      expect(other.view().screen).toMatchObject({ id: 'rec.problem', why: 'REC-BUSY' });
      const { turn } = hut.view();
      await at({ do: 'again' });
      await passUntil(() => hut.agent.recycling.offers()[0]?.is === 'ready');
      await at({ do: 'next' });
      expect(other.view().screen.id).toBe('rec.open');
      expect(hut.view()).toMatchObject({ turn, screen: { id: 'rec.points', points: 42 } });
      await other.close();
    });
  });
});

test('a station without bins offers none', async () => {
  const without = await aHut();
  await without.act({ do: 'wake' });
  expect(without.view().screen).toMatchObject({
    tiles: [{ service: 'blood-pressure' }, { service: 'glucose' }],
  });
  await without.close();
});
