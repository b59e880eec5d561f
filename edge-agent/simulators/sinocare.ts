/** A Sinocare meter that tells each strip as it is measured, with a clock of its own. */
import type { ClockFields } from '../domain/device-clock.ts';
import { bytesOf } from '../protocols/bytes.ts';
import type { Conversation, Line } from '../protocols/conversation.ts';
import { COMMANDS, type Frame, frameOf, language } from '../protocols/sinocare.ts';
import { meterClock } from './meter-clock.ts';
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
  const clock = meterClock(SHOWS, line.now);
  const due: { readonly at: number; readonly tenths: number }[] = [];
  let fault: string | undefined;

  function say(command: number, ...data: readonly number[]): void {
    if (fault !== 'silent') line.send(spoiled(frameOf(command, bytesOf(...data)), fault));
  }

  function pressed(press: Press): void {
    if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
    else if (press.press === 'set clock') clock.set(press.fields, line.now);
    else if (press.press === 'take glucose' || press.press === 'hold glucose') {
      say(COMMANDS.start);
      due.push({ at: line.now + MEASURES_MS, tenths: stored(press.mmolPerL) });
    }
  }

  function tellResult(tenths: number): void {
    const [year, ...rest] = clock.shows(line.now);
    const result = [year - 2000, ...rest, tenths >> 8, tenths & 0xff, ...UNDOCUMENTED];
    for (let times = fault === 'repeated' ? 3 : 1; times > 0; times--) say(COMMANDS.result, ...result);
    if (fault === 'history') say(COMMANDS.stored, 0, 1, ...result);
  }

  for (;;) {
    const heard = yield due[0]?.at ?? Number.POSITIVE_INFINITY;
    if (heard === undefined) tellResult(due.shift()?.tenths ?? 0);
    else if (isPress(heard)) pressed(heard);
  }
}

function spoiled(bytes: Uint8Array, fault: string | undefined): Uint8Array {
  if (fault === 'torn') return bytes.subarray(0, Math.ceil(bytes.length / 2));
  const wrong = bytes.length >> 1;
  return fault === 'garbled' ? bytes.map((byte, at) => (at === wrong ? byte ^ 0x01 : byte)) : bytes;
}

export const sinocareSimulator = (): Simulator =>
  simulator<Frame>({ driver: 'sinocare-sn', language, takes: ['glucose'], faults: FAULTS, marks: [], live });
