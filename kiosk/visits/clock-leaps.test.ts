/** The wall clock leaps during a visit: what the person sees goes on as if it had not, and what is filed says so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../edge-agent/index.ts';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';

const DAY = 86_400_000;
let hut: Hut;
beforeEach(async () => {
  hut = await aHut();
});
afterEach(() => hut.close());

/** From the first touch to the end that nobody waits for; each screen with the moment at which it was first seen. */
async function aVisit(leapMs: number): Promise<string[]> {
  const began = hut.clock.now();
  const seen: string[] = [];
  const leapsAt = new Set([
    'guest.told',
    'bp.posture',
    'bp.rest',
    'bp.pause',
    'bp.result',
    'bp.result still there?',
    'bye',
  ]);
  await hut.act({ do: 'wake' }, { do: 'choose', service: 'blood-pressure' });
  for (let back = leapMs; hut.view().screen.id !== 'idle'; ) {
    const { screen, stillThere } = hut.view();
    const shows = `${screen.id}${stillThere ? ' still there?' : ''}`;
    if (!seen.at(-1)?.endsWith(` ${shows}`)) seen.push(`${hut.clock.now() - began} ${shows}`);
    if (leapsAt.delete(shows)) {
      hut.clock.jump(back);
      back = -back;
    }
    if (screen.id === 'guest.told') await hut.act({ do: 'understood' });
    else if (screen.id === 'bp.ask') await hut.act({ do: 'none' });
    else if (screen.id === 'bp.cuff') await hut.act({ do: 'fits' });
    else if (screen.id === 'bp.ready') await hut.act({ do: 'start' });
    else await hut.clock.pass(250);
  }
  return seen;
}

test.each([DAY, -DAY, 400 * DAY, -400 * DAY])('no time of a visit hangs on the wall clock: %i ms', async (leapMs) => {
  const without = await aVisit(0);
  expect(without.length).toBeGreaterThan(10);
  expect(await aVisit(leapMs)).toEqual(without);
});

test('what is filed while the clock is not trusted is marked; times stay as measured, and the order is kept', async () => {
  const first = await hut.agent.file(anyFiling);
  hut.clock.jump(-400 * DAY);
  const second = await hut.agent.file(anyFiling);
  hut.clock.jump(400 * DAY);
  const third = await hut.agent.file(anyFiling);
  expect([second.sequence, third.sequence]).toEqual([first.sequence + 1, first.sequence + 2]);

  const { outbox, close } = openStore({ folder: hut.folder, keepDays: 7, receipts: false, clock: hut.clock });
  const events = outbox.after(0, 100).flatMap((row) => ('damaged' in row ? [] : [JSON.parse(row.payload)]));
  close();
  const [one, two, three] = [first, second, third].map(({ id }) => events.find((event) => event.id === id));
  expect([one, two, three].map((event) => JSON.stringify(event).includes('clock-untrusted'))).toEqual([
    false,
    true,
    false,
  ]);
  expect(Date.parse(one.time) - Date.parse(two.time)).toBeCloseTo(400 * DAY, -4);
  expect(hut.logged).toContain(`{"what":"clock trusted again","offsetSeconds":${400 * 86_400}}`);
});
