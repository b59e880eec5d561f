/** The thing behind the board: what its pins do to lock, motor and servo, and what the switches and sensors make of that. */
import { type Bin, openBin } from '../../edge-agent/simulators/bin-model.ts';
import { PIN, SWITCHES } from './bin-board.ts';
import { ms, type Rig, us } from './rig.ts';

const STILL_MS = 50;
/** A servo's linkage has play: pulses a few µs off move no door, and press a closed one no less. */
const PLAY_DEGREES = 5;
const degreesOf = (pulseUs: number): number => PLAY_DEGREES * Math.round(((pulseUs - 544) * 180) / 1856 / PLAY_DEGREES);

export interface BinBehind {
  /** To be called every millisecond of the board's time or so. */
  turn(): void;
  /** A hand at it, in the words of `yike simulate firmata-bin`; false when these are none of them. */
  press(words: string): boolean;
}

export function aBinBehind(rig: Rig): BinBehind {
  const bin: Bin = openBin(0);
  let roseAt: number | undefined;
  let pulse: { readonly us: number; readonly endedAt: number } | undefined;
  rig.onChange(({ pin, level, cycle }) => {
    if (pin !== PIN.servo) return;
    if (level === 'low' && roseAt !== undefined) pulse = { us: us(cycle - roseAt), endedAt: cycle };
    roseAt = level === 'high' ? cycle : undefined;
  });

  function feel(): void {
    const { contacts, counts } = bin.feels();
    const { door, service, beam, tamper, smoke } = contacts;
    for (const [index, isClosed] of [door, service, beam, tamper, smoke].entries()) {
      const pin = SWITCHES[index];
      if (pin !== undefined) (isClosed ? rig.close : rig.open)(pin);
    }
    for (const [channel, count] of counts.entries()) rig.volts(channel, (count * 5) / 1023);
  }
  feel();

  return {
    turn() {
      const pulses = pulse !== undefined && ms(rig.cycles - pulse.endedAt) < STILL_MS;
      bin.pass(ms(rig.cycles), {
        lock: rig.level(PIN.lock) === 'high',
        motorSupply: rig.level(PIN.motor) === 'high',
        servoDegrees: pulses ? degreesOf(pulse?.us ?? 0) : undefined,
      });
      feel();
    },
    press(words) {
      const [, name = '', amount] = /^(.*?)(?: (-?\d[\d.]*))?$/.exec(words) ?? [];
      const form = amount === undefined ? name : `${name} ${UNITS[name] ?? ''}`;
      const known = bin.hand(form, amount === undefined ? undefined : Number(amount));
      feel();
      return known;
    },
  };
}

const UNITS: Readonly<Record<string, string>> = { drop: 'KG', load: 'KG', heap: 'MM', heat: 'CELSIUS' };
