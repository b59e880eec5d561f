import { expect, test } from 'vitest';
import { aDevice } from '../test/a-monitor.ts';
import { says } from './protocols/creative-frame.ts';

test('what only babbles is seen, and its last good frame stays where it was', async () => {
  let babbles = false;
  const terminal = aDevice('creative-pc', { toHost: (bytes) => [babbles ? bytes.slice(1) : bytes] });
  await terminal.ready();
  await terminal.clock.pass(1000);
  const { lastFrameMs, frames } = terminal.device.health();
  expect(frames).toBeGreaterThan(0);
  babbles = true;
  await terminal.clock.pass(60_000);
  terminal.press('take 5.6');
  await terminal.clock.pass(10);
  expect(terminal.device.health()).toMatchObject({ lastFrameMs, frames, lastSeenMs: terminal.clock.wall() - 9 });
  await terminal.close();
});

/** Level 0 without mains. */
const EMPTY = says(0xff03, 0x00);

test('a battery is asked for and told; that it is empty is news once, and lasts until it says otherwise', async () => {
  let empty = false;
  const terminal = aDevice('creative-pc', { toHost: (bytes) => (empty ? [EMPTY, bytes] : [bytes]) });
  await terminal.ready();
  expect(terminal.sent.filter(({ hex }) => hex === 'AA55FF020376')).toHaveLength(0);
  await terminal.clock.pass(1_200_000);
  expect(terminal.sent.filter(({ hex }) => hex === 'AA55FF020376')).toHaveLength(2);
  const battery = () => terminal.device.health().says.battery;
  expect(battery()).toEqual({ low: false, level: 7, charging: true, mains: true });
  empty = true;
  const news: unknown[] = [];
  terminal.device.onHealth(() => news.push(battery()));
  terminal.press('take 5.6'); // said twice
  await terminal.clock.pass(2000);
  expect(news.filter((now) => now !== undefined)).toContainEqual({
    low: true,
    level: 0,
    charging: false,
    mains: false,
  });
  expect(news).toHaveLength(2); // the battery, and the reading
  expect(terminal.told.map(({ event }) => event)).toEqual(['reading']);
  await terminal.close();
});

test('a loss is counted once, however often it is tried again', async () => {
  const monitor = aDevice('maibobo-rbp');
  await monitor.ready();
  await monitor.unplug();
  await monitor.clock.pass(60_000);
  expect(monitor.device.health()).toMatchObject({ status: 'down', losses: { unplugged: 1 } });
  await monitor.close();
});
