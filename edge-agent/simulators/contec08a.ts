/** A CONTEC08A with three users' memories and a clock of its own. */
import type { ClockFields } from '../domain/device-clock.ts';
import { bytesOf, concat, u8 } from '../protocols/bytes.ts';
import { packed, REPORT_BYTES, toMonitor } from '../protocols/contec-frame.ts';
import { type Conversation, type Line, NEVER } from '../protocols/conversation.ts';
import { type Arm, meanMmHg } from './arm-in-cuff.ts';
import { meterClock } from './meter-clock.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

interface Kept {
  readonly user: number;
  readonly at: ClockFields;
  readonly arm: Arm;
}

/** Switched on for the first time on this morning, with what its users measured before; what is taken is its first user's. */
const SHOWS: ClockFields = [2026, 11, 23, 12, 20, 0];
const BEFORE: readonly Kept[] = [
  { user: 1, at: [2026, 11, 23, 10, 30, 0], arm: { systolicMmHg: 120, diastolicMmHg: 80, pulsePerMin: 72 } },
  { user: 2, at: [2026, 11, 23, 9, 5, 0], arm: { systolicMmHg: 182, diastolicMmHg: 130, pulsePerMin: 131 } },
];
/** A full memory loses its oldest record. */
const MOST_RECORDS = 100;

/**
 * silent: off. not-ready: it refuses to be read. newer: it answers in another protocol. garbled: one bit is wrong in each
 * record, each time another. short, doubled: a record is missing from each transfer, or comes twice.
 */
const FAULTS = ['silent', 'not-ready', 'newer', 'garbled', 'short', 'doubled'] as const;

const recordOf = ({ at, arm }: Kept): Uint8Array => {
  const [year, month, day, hour, minute] = at;
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = arm;
  const values = [systolicMmHg >> 8, systolicMmHg & 0xff, diastolicMmHg, pulsePerMin, meanMmHg(arm)];
  return packed(...values, year - 2000, month, day, hour, minute, 0, 0x11);
};

function* live(line: Line): Conversation<Uint8Array | Press> {
  const clock = meterClock(SHOWS, line.now);
  let kept = [...BEFORE];
  let fault: string | undefined;
  let transfers = 0;

  const say = (message: Uint8Array): void => {
    const report = new Uint8Array(REPORT_BYTES);
    report.set(message);
    line.send(report);
  };

  function sayRecords(user: number): void {
    const records = kept.filter((record) => record.user === user).map(recordOf);
    say(concat(bytesOf(0x46, 0x41), packed(records.length >> 8, records.length & 0xff, 2, 0, 0, 0, 0, 0, 0, user)));
    const bit = transfers++ % 7;
    if (fault === 'short') records.pop();
    if (fault === 'doubled') records.push(...records.slice(-1));
    for (const record of records)
      say(fault === 'garbled' ? record.map((byte, at) => (at === 4 ? byte ^ (1 << bit) : byte)) : record);
  }

  function hear(report: Uint8Array): void {
    const asked = u8(report, 0);
    if (fault === 'newer') say(bytesOf(0x90, 0x10));
    else if (asked === 0x40) say(bytesOf(0x41, 0, 0, 0, 0));
    else if (asked === 0x42) say(bytesOf(0x48, 0x41, 0x02, 0x13, 0x01, 0x02));
    else if (asked === 0x43) {
      say(bytesOf(0x4a, 0x43, fault === 'not-ready' ? 0 : 1, 0));
      if (fault !== 'not-ready' && u8(report, 2) === 1) sayRecords(u8(report, 3) - 3);
    }
  }

  for (;;) {
    const heard = yield NEVER;
    if (heard === undefined) continue;
    if (!isPress(heard)) {
      if (fault !== 'silent') hear(heard);
    } else if (heard.press === 'fault') fault = heard.name === 'none' ? undefined : heard.name;
    else if (heard.press === 'take blood-pressure') {
      const taken = [...kept, { user: 1, at: clock.shows(line.now), arm: heard }];
      kept = [
        ...taken.filter(({ user }) => user !== 1),
        ...taken.filter(({ user }) => user === 1).slice(-MOST_RECORDS),
      ];
    }
  }
}

export const contecSimulator = (): Simulator =>
  simulator<Uint8Array>({
    driver: 'contec08a',
    language: toMonitor,
    takes: ['blood-pressure'],
    faults: FAULTS,
    live,
  });
