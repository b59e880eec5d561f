/** Our port with johnny-five in this process, over a real pty, the simulated board in a process of its own. In real time. */
import { expect, test, vi } from 'vitest';
import { findFacts } from '../../edge-agent/catalogue.ts';
import { systemClock } from '../../edge-agent/clock.ts';
import { openFirmataSignals } from '../../edge-agent/signals/firmata-signals.ts';
import { lineSettings } from '../../edge-agent/simulate.ts';
import { serialSocket } from '../../edge-agent/transports/serial.ts';
import { aYike } from '../process.ts';
import { theSignalsBoard } from '../the-board.ts';

const WAIT = { timeout: 20_000 };

test('a call at a real tty: the button, the lamp, a power cut, a cable that is pulled', async () => {
  const facts = findFacts('firmata-signals');
  if (!facts) throw new Error('no firmata-signals');
  const board = aYike('simulate', 'firmata-signals', '--pty');
  let path = await board.says((line) => line.startsWith('/dev/'));
  const port = openFirmataSignals({
    deviceId: 'signals-1',
    // The path changes with a replug, as no udev rule names a pty.
    socket: { name: 'signals', open: (listener) => serialSocket(path, lineSettings(facts)).open(listener) },
    board: theSignalsBoard(),
    clock: systemClock,
    log: { info() {}, warn() {}, error() {} },
  });
  const news: string[] = [];
  const told: string[] = [];
  port.onBoard((word) => news.push(word));
  port.onSenses(({ pressed, somebody }) =>
    told.push(`${pressed ? 'pressed' : 'released'}, ${somebody ? 'somebody' : 'nobody'}`),
  );
  const press = async (words: string): Promise<string> => {
    const before = board.out.length;
    board.type(words);
    await vi.waitFor(() => expect(board.out.length).toBeGreaterThan(before), WAIT);
    return board.out.at(-1) ?? '';
  };
  const sensed = (wanted: object): Promise<unknown> => vi.waitFor(() => expect(port.senses()).toEqual(wanted), WAIT);
  try {
    await sensed({ pressed: false, somebody: false });
    await press('somebody');
    await sensed({ pressed: false, somebody: true });
    await press('call');
    await vi.waitFor(
      () => expect(told).toEqual(['released, somebody', 'pressed, somebody', 'released, somebody']),
      WAIT,
    );
    await Promise.all([port.lamp(true), port.beep(2)]);
    await press('nobody');
    await press('reset');
    await vi.waitFor(() => expect(news.slice(2)).toEqual(['ready']), WAIT); // restarted, or lost, by when it is asked
    await sensed({ pressed: false, somebody: false });
    await press('hold');
    await press('unplug');
    await vi.waitFor(() => expect(news.at(-1)).toBe('lost'), WAIT);
    expect(port.senses()).toBeUndefined();
    path = (await press('plug')).replace('plugged ', '');
    await sensed({ pressed: true, somebody: false });
    await press('release');
    await sensed({ pressed: false, somebody: false });
    await port.lamp(false);
  } finally {
    await port.close();
    await board.kill('SIGKILL');
  }
});
