/** The port, johnny-five and firmata-io as they are, the simulated board at the other end of a cable inside this process. */
import { afterEach, expect, test } from 'vitest';
import { aWatchedCable } from '../../test/a-watched-cable.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { theSignalsBoard } from '../../test/the-board.ts';
import { simulate } from '../simulate.ts';
import { firmataSignalsSimulator } from '../simulators/firmata-signals.ts';
import { openFirmataSignals } from './firmata-signals.ts';

const STEP_MS = 10;
const AT_REST = { pressed: false, somebody: false };
let over: (() => Promise<void>) | undefined;

async function aReadyBoard(...before: readonly string[]) {
  const clock = aFakeClock();
  await Promise.all([import('johnny-five'), import('firmata-io')]); // in real time, which no fake clock waits for
  const device = await simulate(firmataSignalsSimulator(), undefined, { clock, tty: false });
  for (const words of before) await device.press(words);
  const cable = aWatchedCable(device.socket, clock);
  const log = { info() {}, warn() {}, error() {} };
  const port = openFirmataSignals({
    deviceId: 'signals-1',
    socket: cable.socket,
    board: theSignalsBoard(),
    clock,
    log,
  });
  const news: string[] = [];
  const told: string[] = [];
  port.onBoard((word) => news.push(word));
  port.onSenses(({ pressed, somebody }) => told.push(`${pressed} ${somebody}`));
  over = async () => {
    await clock.until(port.close(), 5000);
    await device.close();
    expect(clock.waiting()).toBe(0);
  };
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += STEP_MS) await clock.pass(STEP_MS);
  };
  const press = async (words: string, ms: number): Promise<void> => {
    expect(await device.press(words)).toMatchObject({ ok: true });
    await pass(ms);
  };
  await pass(before.includes('reset') ? 3500 : 1500);
  return { port, device, news, told, pass, press, ...cable };
}

afterEach(async () => {
  await over?.();
  over = undefined;
});

const SET_UP = 'F40200F40300900C00F40701F40801900C00910000D001';

test.each([[[]], [['fault old', 'reset']]])('it is set up in one go, on either protocol: after %j', async (before) => {
  const { port, news, sent } = await aReadyBoard(...before);
  expect([news, port.senses()]).toEqual([['ready'], AT_REST]);
  expect(sent().endsWith(`F9F079F7F06BF7F069F7F50700F50800F06BF7${SET_UP}`)).toBe(true);
  expect(sent()).not.toContain('FF');
});

test('a press is felt, and its wire, and who stands there', async () => {
  const { port, told, press } = await aReadyBoard();
  await press('call', 600);
  await press('somebody', 500);
  expect(told).toEqual(['true false', 'false false', 'false true']);
  await press('nobody', 500);
  await press('wire button', 500);
  await press('wire presence', 500);
  expect(port.senses()).toEqual({ pressed: true, somebody: true });
  await press('wires mended', 500);
  expect(port.senses()).toEqual(AT_REST);
});

test('a port report that got spoilt on the way presses the button for less than what clears a call', async () => {
  const { port, told, says, pass } = await aReadyBoard();
  says('900400');
  await pass(5500);
  expect(told).toEqual(['true false', 'false false']);
  expect(port.senses()).toEqual(AT_REST);
});

test('lamp and beeps are proved, and each write keeps the pull-ups', async () => {
  const { port, sent, forget, pass } = await aReadyBoard();
  forget();
  await Promise.all([port.lamp(true), pass(50)]);
  expect(sent()).toBe('900C01910000F06D07F7');
  forget();
  await Promise.all([port.beep(2), pass(700)]);
  expect(sent().match(/9101|9100/g)).toEqual(['9101', '9100', '9101', '9100']);
  expect(sent()).not.toContain('900C00'); // the lamp stays lit
});

test.each([
  ['reset', ['ready', 'restarted', 'ready']],
  ['reset unheard', ['ready', 'restarted', 'ready']],
  ['fault silent', ['ready', 'lost']],
  ['unplug', ['ready', 'lost']],
])('%s: nothing is known until it is set up again', async (words, expected) => {
  const { port, news, press, pass, device } = await aReadyBoard();
  await pass(1000); // just asked whether it lives: it has started anew before the answer to the next question is due
  await press(words, 7000);
  expect(news).toEqual(expected);
  expect(port.senses()).toEqual(expected.at(-1) === 'lost' ? undefined : AT_REST);
  if (expected.at(-1) === 'lost') await expect(port.lamp(true)).rejects.toMatchObject({ code: 'unavailable' });
  await device.press('fault none');
});

test('a board that does not light its lamp says so, and is set up again', async () => {
  const { port, news, press, pass } = await aReadyBoard();
  await press('fault deaf', 0);
  const [lit] = await Promise.all([port.lamp(true).catch((error: { code: string }) => error.code), pass(1500)]);
  expect([lit, news]).toEqual(['unavailable', ['ready', 'restarted', 'ready']]);
});
