import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadRules } from '../../firmware-config/index.ts';
import { aHut, anyFiling, type Hut } from '../../test/hut.ts';
import type { Act } from '../contract/act.ts';
import { localTimeIn } from './local-time.ts';
import { openPanel, type PanelVisits } from './visits.ts';

/** The hut's own screen, and a low one beside it, before one meter. */
let hut: Hut;
let low: PanelVisits;
beforeEach(async () => {
  hut = await aHut();
  const { station, languages } = hut.view();
  low = openPanel({
    facts: {
      panel: { id: 'low', diagonalInch: 10.1, widthPx: 1280, heightPx: 800 },
      languages,
      station,
      demo: true,
      selfTest: true,
      alarmsAs: 'bp-1',
      devices: new Map(),
    },
    agent: hut.agent,
    clock: hut.clock,
    log: { info() {}, warn() {}, error() {} },
    newSubject: () => 'urn:uuid:00000000-0000-4000-8000-0000000000ff',
    localTime: localTimeIn('Asia/Shanghai'),
    rules: loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' }),
  });
  low.watchedBy(1);
});
afterEach(async () => {
  await low.close();
  await hut.close();
});

const shows = () => [hut.view().screen.id, low.view().screen.id];
async function atLow(...acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    low.act(low.view().turn, act);
    await hut.clock.pass(0);
  }
}
const TO_WASH: readonly Act[] = [
  { do: 'wake' },
  { do: 'choose', service: 'glucose' },
  { do: 'understood' },
  { do: 'ate', meal: 'random' },
];

test('a drop of blood is the one’s who was asked for a strip first, and nobody else’s', async () => {
  await atLow(...TO_WASH);
  await hut.toStrip();
  await atLow({ do: 'next' });
  expect(shows()).toEqual(['glu.strip', 'device.down']);
  await hut.press('glucose-1 take 5.6');
  await hut.clock.pass(100);
  expect(shows()).toEqual(['glu.result', 'device.down']);
  expect((await hut.agent.file(anyFiling)).sequence).toBe(3);
});

test('a meter that has answered is free at once', async () => {
  await atLow(...TO_WASH);
  await hut.toStrip();
  await hut.press('glucose-1 take 5.6');
  await hut.clock.pass(100);
  await atLow({ do: 'next' });
  expect(shows()).toEqual(['glu.result', 'glu.strip']);
});

test('a result that comes after its person has left goes to nobody at the other panel', async () => {
  await atLow(...TO_WASH);
  await hut.toStrip();
  await hut.act({ do: 'end' });
  await atLow({ do: 'next' });
  expect(shows()).toEqual(['bye', 'device.down']);
  await hut.press('glucose-1 take 5.6');
  await hut.clock.pass(30_000);
  expect((await hut.agent.file(anyFiling)).sequence).toBe(2);
  await atLow({ do: 'back' }, { do: 'choose', service: 'glucose' }, { do: 'ate', meal: 'random' }, { do: 'next' });
  expect(low.view().screen.id).toBe('glu.strip');
});

test('a finger in the oximeter is no answer to who waits for a strip', async () => {
  await atLow(...TO_WASH);
  await hut.toStrip();
  await hut.press('glucose-1 take 97%/71');
  await hut.clock.pass(5000);
  await hut.act({ do: 'end' });
  await atLow({ do: 'next' });
  expect(shows()).toEqual(['bye', 'device.down']);
});

test('what was let go behind the help is not taken back from who has it now', async () => {
  await hut.toStrip();
  await hut.act({ do: 'help' });
  await hut.clock.pass(30_000);
  await atLow(...TO_WASH, { do: 'next' });
  await hut.act({ do: 'back' });
  expect(shows()).toEqual(['device.down', 'glu.strip']);
});
