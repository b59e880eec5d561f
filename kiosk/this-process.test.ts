import { expect, test } from 'vitest';
import { aFakeClock } from '../test/fake-clock.ts';
import { watchThisProcess } from './this-process.ts';

/** Real time: what is measured is the real loop. */
const letRun = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
function holdUp(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('whatever holds up the loop for longer than a hand notices is logged once, with how long', async () => {
  const clock = aFakeClock();
  const logged: { what: string; stalledMs?: unknown }[] = [];
  const note = (what: string, facts = {}): void => void logged.push({ what, ...facts });
  const watched = watchThisProcess({ clock, log: { info: note, warn: note, error: note } });
  await letRun(100);
  holdUp(700);
  await letRun(100);
  await clock.pass(10_000);
  expect(logged).toEqual([{ what: 'event loop stalled', stalledMs: expect.any(Number) }]);
  expect(logged[0]?.stalledMs).toBeGreaterThan(600);
  expect(watched.loopDelayP99Ms()).toBeGreaterThan(600);

  await letRun(100);
  await clock.pass(10_000);
  expect(watched.loopDelayP99Ms()).toBeLessThan(600); // forgotten with its ten seconds
  watched.cancel();
});
