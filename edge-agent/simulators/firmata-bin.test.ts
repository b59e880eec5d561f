/** The twin against frames that real StandardFirmata 2.4 and 2.5 exchanged on a simulated ATmega328P. */
import { expect, test } from 'vitest';
import { hexOf } from '../../test/a-talk.ts';
import { aFakeClock } from '../../test/fake-clock.ts';
import { fromHex } from '../protocols/bytes.ts';
import { simulate } from '../simulate.ts';
import { firmataBinSimulator } from './firmata-bin.ts';
import { parsePress } from './simulator.ts';

async function aBoard(...presses: readonly string[]) {
  const clock = aFakeClock();
  const device = await simulate(firmataBinSimulator(), undefined, { clock, tty: false });
  let said = '';
  const wire = await device.socket.open({
    chunk: (bytes) => {
      said += hexOf(bytes);
    },
    gone: () => {},
  });
  await clock.pass(10);
  said = ''; // of its first start
  for (const words of presses) await device.press(words);
  await clock.pass(presses.length > 0 ? 2200 : 10);
  const started = said;
  return {
    started,
    async asked(hex: string, ms = 5): Promise<string> {
      said = '';
      await wire.write(fromHex(hex));
      await clock.pass(ms);
      await clock.pass(0);
      return said;
    },
    device,
    clock,
  };
}

const plain = (hex: string): string => hex.replaceAll(' ', '');
const NAME =
  '53 00 74 00 61 00 6E 00 64 00 61 00 72 00 64 00 46 00 69 00 72 00 6D 00 61 00 74 00 61 00 2E 00 69 00 6E 00 6F 00 F7';
const UNKNOWN_MODE =
  'F0 71 55 00 6E 00 6B 00 6E 00 6F 00 77 00 6E 00 20 00 70 00 69 00 6E 00 20 00 6D 00 6F 00 64 00 65 00 F7';

test('it says its version and its name when it has started', async () => {
  expect((await aBoard('reset')).started).toBe(plain(`F9 02 05 F0 79 02 05 ${NAME}`));
  expect((await aBoard('fault old', 'reset')).started).toBe(plain(`F9 02 04 F0 79 02 04 ${NAME}`));
  expect((await aBoard('reset unheard')).started).toBe('');
});

test.each([
  ['the version', 'F9', 'F9 02 05'],
  ['the analog mapping', 'F0 69 F7', `F0 6A ${'7F '.repeat(14)}00 01 02 03 04 05 F7`],
  ['an output that was never written', 'F0 6D 07 F7', 'F0 6E 07 01 00 F7'],
  ['an output that was', 'F4 07 01 90 00 01 F0 6D 07 F7', 'F0 6E 07 01 01 F7'],
  ['one pin of 2.5', 'F5 07 01 F0 6D 07 F7', 'F0 6E 07 01 01 F7'],
  ['a servo that is begun', 'F4 09 04 E9 5A 00 F0 6D 09 F7', 'F0 6E 09 04 5A F7'],
  ['a state of more than seven bits', 'F4 0B 03 EB 7F 01 F0 6D 0B F7', 'F0 6E 0B 03 7F 01 F7'],
  ['a mode that is none', 'F4 09 63', UNKNOWN_MODE],
  ['a sysex that nobody knows', 'F0 11 01 F7', ''],
  ['a sysex that is too long, and what follows', `F0 71 ${'01 '.repeat(80)}F7 F9`, 'F9 02 05'],
  ['a sysex that a new command breaks off', 'F0 6D 07 F9', 'F9 02 05'],
  ['data without a command', '01 02 03 F9', 'F9 02 05'],
  ['a pull-up the old way', 'F4 02 00 90 04 00 D0 01', '90 00 00'],
  ['a pull-up of 2.5', 'F4 02 0B D0 01', '90 00 00'],
])('asked for %s', async (_, said, answer) => {
  expect(await (await aBoard()).asked(said)).toBe(plain(answer));
});

test('the capabilities of 2.4 know no pull-up', async () => {
  const asked = async (board: Awaited<ReturnType<typeof aBoard>>): Promise<string> => board.asked('F0 6B F7');
  expect(await asked(await aBoard('fault old', 'reset'))).toMatch(/^F06C7F7F00010101040E7F000101010308040E7F/);
  expect(await asked(await aBoard())).toMatch(/^F06C7F7F00010B010101040E7F/);
});

test('a sensor is reported by the interval, a port only when it changes', async () => {
  const { asked, device, clock } = await aBoard();
  await device.press('heap 500');
  await asked('F0 7A 64 00 F7 F4 0E 02 C0 01');
  expect(await asked('', 350)).toBe(plain('E0 7E 01').repeat(3)); // 1.24 V are 254
  await asked('C0 00 F4 04 00 90 10 00 D0 01');
  expect(await asked('', 500)).toBe('');
  await device.press('hand');
  await clock.pass(0);
  expect(await asked('', 500)).toBe(plain('90 10 00'));
});

test('on 2.4 a write without the pull-ups takes them, on 2.5 it does not', async () => {
  const open = 'F4 04 00 90 10 00 90 00 00 F0 6D 04 F7';
  expect(await (await aBoard('fault old', 'reset')).asked(open)).toBe(plain('F0 6E 04 00 00 F7'));
  expect(await (await aBoard()).asked(open)).toBe(plain('F0 6E 04 00 01 F7'));
});

test('a software reset of 2.5 makes pull-up inputs outputs that drive high, and says nothing', async () => {
  expect(await (await aBoard()).asked('F4 02 00 90 04 00 FF F0 6D 02 F7')).toBe(plain('F0 6E 02 01 01 F7'));
});

test('every word of a hand is understood, and a number in it must be one', () => {
  const simulator = firmataBinSimulator();
  const words = simulator.words ?? [];
  expect(words.length).toBeGreaterThan(15);
  for (const { form } of words) {
    const said = form.replace(/[A-Z]+$/, '1.2');
    expect(parsePress(simulator, said)).toMatchObject({ press: 'do', form });
  }
  expect(parsePress(simulator, 'drop much')).toMatch(/no button 'drop'/);
  expect(parsePress(simulator, 'take 128/82/71')).toMatch(/no button 'take'/);
});
