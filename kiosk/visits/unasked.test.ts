import { afterEach, beforeEach, expect, test } from 'vitest';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';

/** A terminal whose oximeter and thermometer no visit asks for. */
let hut: Hut;
beforeEach(async () => {
  hut = await aHut();
});
afterEach(async () => {
  await hut.close();
});

test.each([
  ['an oxygen saturation', 'take 97%/71', 'reading'],
  ['a temperature', 'take 38.9C', 'reading'],
  ['an oxygen saturation that cannot be true', 'take 97%/11', 'rejected'],
  ['a temperature that cannot be true', 'take 12.5C', 'rejected'],
])('%s is nobody’s: who waits for a strip goes on waiting, and nothing is filed or logged', async (_, words, told) => {
  const heard: string[] = [];
  hut.agent.hub.onEvent((_id, { event }) => heard.push(event));
  await hut.toStrip();
  const { sequence } = await hut.agent.file(anyFiling);
  await hut.press(`glucose-1 ${words}`);
  await hut.clock.pass(8000);
  expect(heard).toEqual([told]);
  expect(hut.view().screen.id).toBe('glu.strip');
  expect((await hut.agent.file(anyFiling)).sequence).toBe(sequence + 1);
  expect(hut.logged.join()).not.toMatch(/38\.9|97/);
  await hut.press('glucose-1 take 5.6');
  await hut.until('glu.result');
});
