/** An Arduino Uno with StandardFirmata and what stands around a panel, in the reference wiring. */
import { type Attached, unoSimulator } from './firmata-uno.ts';
import type { Simulator } from './simulator.ts';

/** A finger stays so long. */
const PRESS_MS = 300;
const PINS = { button: 2, presence: 3 } as const;

const WIRES = ['button', 'presence'] as const;
type Wire = (typeof WIRES)[number];

const WORDS = [
  { form: 'call', does: 'the button is pressed for a moment' },
  { form: 'hold', does: 'the button is pressed, until release' },
  { form: 'release', does: 'the button is let go of' },
  { form: 'somebody', does: 'somebody stands there' },
  { form: 'nobody', does: 'nobody does' },
  ...WIRES.map((wire) => ({ form: `wire ${wire}`, does: `the wire of ${wire} breaks` })),
  { form: 'wires mended', does: 'every wire is whole' },
];

export const firmataSignalsSimulator = (): Simulator =>
  unoSimulator({ driver: 'firmata-signals', words: WORDS, attach: wired });

function wired(startsAt: number): Attached {
  let at = startsAt;
  let pressedUntil = startsAt;
  let somebody = false;
  const cut = new Set<Wire>();
  return {
    pass(now) {
      at = now;
    },
    contacts: () =>
      new Map([
        [PINS.button, at >= pressedUntil && !cut.has('button')],
        [PINS.presence, !somebody && !cut.has('presence')],
      ]),
    counts: () => 0,
    hand(form) {
      const wire = WIRES.find((name) => form === `wire ${name}`);
      if (wire) cut.add(wire);
      else if (form === 'wires mended') cut.clear();
      else if (form === 'call') pressedUntil = at + PRESS_MS;
      else if (form === 'hold') pressedUntil = Number.POSITIVE_INFINITY;
      else if (form === 'release') pressedUntil = at;
      else if (form === 'somebody' || form === 'nobody') somebody = form === 'somebody';
      else return false;
      return true;
    },
  };
}
