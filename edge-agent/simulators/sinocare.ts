/** A Sinocare meter that tells each strip as it is measured, with a clock of its own. */
import type { ClockFields } from '../domain/device-clock.ts';
import { bytesOf } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { COMMANDS, type Frame, frameOf, language } from '../protocols/sinocare.ts';
import { ownButtons, spoilt } from './memory-meter.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** Switched on for the first time on this morning. */
const SHOWS: ClockFields = [2026, 11, 23, 9, 15, 0];
/** From the blood to the number. */
const MEASURES_MS = 5000;

/**
 * silent: off. garbled: one bit of each frame is wrong. torn: the second half is missing. repeated: a result is said three
 * times, as to a host that does not acknowledge it. history: it tells what it stored, too.
 */
const FAULTS = ['silent', 'garbled', 'torn', 'repeated', 'history'] as const;

const stored = (mmolPerL: number | 'HI' | 'LO'): number =>
  mmolPerL === 'HI' ? 340 : mmolPerL === 'LO' ? 10 : Math.round(mmolPerL * 10);

const UNDOCUMENTED = [0, 0, 0, 0] as const;

function* live(line: Line): Conversation<Frame | Press> {
  const meter = ownButtons(line, SHOWS);
  const due: { readonly at: number; readonly tenths: number }[] = [];

  function say(command: number, ...data: readonly number[]): void {
    const fault = meter.fault();
    if (fault !== 'silent') line.send(spoilt(frameOf(command, bytesOf(...data)), fault, 0x01));
  }

  function pressed(press: Press): void {
    meter.pressed(press);
    if (press.press === 'take glucose' || press.press === 'hold glucose') {
      say(COMMANDS.start);
      due.push({ at: line.now + MEASURES_MS, tenths: stored(press.mmolPerL) });
    }
  }

  function tellResult(tenths: number): void {
    const [year, ...rest] = meter.shows();
    const result = [year - 2000, ...rest, tenths >> 8, tenths & 0xff, ...UNDOCUMENTED];
    for (let times = meter.fault() === 'repeated' ? 3 : 1; times > 0; times--) say(COMMANDS.result, ...result);
    if (meter.fault() === 'history') say(COMMANDS.stored, 0, 1, ...result);
  }

  for (;;) {
    const heard = yield due[0]?.at ?? Number.POSITIVE_INFINITY;
    if (heard === undefined) tellResult(due.shift()?.tenths ?? 0);
    else if (isPress(heard)) pressed(heard);
  }
}

export const sinocareSimulator = (): Simulator =>
  simulator<Frame>({ driver: 'sinocare-sn', language, takes: ['glucose'], faults: FAULTS, marks: [], live });
