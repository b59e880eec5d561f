import { expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';
import { hexOf } from '../../test/a-talk.ts';
import { says, WAKE } from '../protocols/creative-frame.ts';

test('a strip is told once, though the terminal says it twice', async () => {
  const terminal = aDevice('creative-pc');
  await terminal.ready();
  terminal.press('take 5.6');
  await terminal.clock.pass(5000);
  expect(terminal.told.map(({ at: _, ...event }) => event)).toEqual([
    { event: 'reading', kind: 'glucose', mmolPerL: 5.6, meterValue: 5.6, meterUnit: 'mmol/L' },
  ]);
  await terminal.close();
});

test.each([
  ['take HI', ['above-range']],
  ['take LO', ['below-range']],
])('%s comes as a flag without a number', async (words, flags) => {
  const terminal = aDevice('creative-pc');
  await terminal.ready();
  terminal.press(words);
  await terminal.clock.pass(500);
  expect(terminal.toldOf('reading')).toEqual([{ event: 'reading', kind: 'glucose', flags }]);
  await terminal.close();
});

test('every value that a meter can show comes through as shown', async () => {
  const terminal = aDevice('creative-pc');
  await terminal.ready();
  const shown = Array.from({ length: 328 }, (_, i) => (i + 6) / 10);
  for (const mmolPerL of shown) {
    terminal.press(`take ${mmolPerL.toFixed(1)}`);
    await terminal.clock.pass(2);
  }
  expect(terminal.toldOf('reading').map((event) => 'mmolPerL' in event && event.mmolPerL)).toEqual(shown);
  await terminal.close();
});

test.each([
  ['take 97%/71', 'none', [{ event: 'reading', kind: 'oxygen-saturation', percent: 97, pulsePerMin: 71 }]],
  ['take 36.6C', 'none', [{ event: 'reading', kind: 'temperature', celsius: 36.6 }]],
  ['take 38.25C', 'none', [{ event: 'reading', kind: 'temperature', celsius: 38.25 }]],
  ['take 36.6C', 'old', [{ event: 'reading', kind: 'temperature', celsius: 36.6 }]],
])('%s with fault %s is told once, however often the terminal says it', async (words, fault, events) => {
  const terminal = aDevice('creative-pc', { pressed: [`fault ${fault}`] });
  await terminal.ready();
  await terminal.clock.pass(1000);
  terminal.press(words);
  await terminal.clock.pass(10_000);
  expect(terminal.told.map(({ at: _, ...event }) => event)).toEqual(events);
  await terminal.close();
});

test('an oximeter whose finger trembles is no complaint about the terminal', async () => {
  const terminal = aDevice('creative-pc');
  await terminal.ready();
  for (const pulse of [10, 11, 12, 13, 14, 15]) {
    terminal.press(`take 97%/${pulse}`);
    await terminal.clock.pass(10_000);
  }
  expect(terminal.device.health()).toMatchObject({ status: 'ok', rejected: { implausible: 6 } });
  await terminal.close();
});

test('a strip read while the cuff is measuring is heard, and so is the result', async () => {
  const terminal = aDevice('creative-pc');
  await terminal.ready();
  const measured = terminal.device.measure(new AbortController().signal);
  await terminal.clock.pass(3000);
  terminal.press('take 7.1');
  await terminal.clock.until(measured);
  expect(terminal.toldOf('reading')).toMatchObject([{ mmolPerL: 7.1 }, { systolicMmHg: 122, meanMmHg: 93 }]);
  await terminal.close();
});

test('a terminal that sleeps is woken', async () => {
  const terminal = aDevice('creative-pc', { pressed: ['fault asleep'] });
  await terminal.ready();
  expect(terminal.sent.map(({ hex }) => hex)).toEqual([
    ...Array.from({ length: 5 }, () => hexOf(says(0x4002))),
    hexOf(WAKE),
    hexOf(says(0xff01)),
    hexOf(says(0x4002)),
  ]);
  await terminal.close();
});
