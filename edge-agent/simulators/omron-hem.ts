/** An Omron HEM-7080IT with two users, on a USB cable. */
import type { ClockFields } from '../domain/device-clock.ts';
import { asciiOf, bytesOf, sameBytes, textOf, u8 } from '../protocols/bytes.ts';
import { countedReports } from '../protocols/counted-report.ts';
import { JUST_NO, JUST_OK, MODES, okWith, type Said, toMonitor } from '../protocols/omron-frame.ts';
import {
  type Inside,
  isSecondUsers,
  type KeptPressure,
  pressureMemorySimulator,
  SECOND_USER,
} from './pressure-memory.ts';
import type { Simulator } from './simulator.ts';

const BEFORE: readonly KeptPressure[] = [
  { at: [2026, 11, 22, 7, 5, 12], systolicMmHg: 128, diastolicMmHg: 82, pulsePerMin: 70 },
  { at: [2026, 11, 23, 10, 30, 0], systolicMmHg: 162, diastolicMmHg: 98, pulsePerMin: 78, mark: 'irregular' },
  { at: [2026, 11, 23, 10, 34, 45], systolicMmHg: 138, diastolicMmHg: 84, pulsePerMin: 72, mark: SECOND_USER },
];

const FLAGS: Readonly<Record<string, number>> = { irregular: 0x0001, movement: 0x0002 };

const timeOf = ([year, ...rest]: ClockFields): readonly number[] => [year - 2000, ...rest];

function recordOf({ at, systolicMmHg, diastolicMmHg, pulsePerMin, mark }: KeptPressure): readonly number[] {
  const flags = FLAGS[mark ?? ''] ?? 0;
  return [
    ...timeOf(at),
    0,
    systolicMmHg >> 8,
    systolicMmHg & 0xff,
    diastolicMmHg,
    pulsePerMin,
    flags >> 8,
    flags & 0xff,
  ];
}

/**
 * busy: it says NO to each question first. pedometer: one of Omron's that has no pressures. older: a HEM-637IT, whose
 * records have no flags.
 */
const OWN_FAULTS = ['busy', 'pedometer', 'older'] as const;
const VERSIONS: Readonly<Record<string, string>> = { pedometer: 'HJ-720IT   ', older: 'M637IT  101' };
const SERIAL_NUMBER = bytesOf(6, 0, 0, 0, 0x12, 0x34, 0x56);

function words({ records, fault }: Inside): (said: Said) => readonly Uint8Array[] {
  let mode: readonly Uint8Array[] | undefined;
  let putOff = '';

  const bankOf = (bank: number): readonly KeptPressure[] =>
    records()
      .filter((record) => isSecondUsers(record) === (bank === 1))
      .toReversed();

  function answer(bytes: Uint8Array): Uint8Array {
    const name = textOf(bytes.subarray(0, 3));
    if (mode === MODES.device) {
      if (name === 'VER') return okWith(asciiOf(VERSIONS[fault() ?? ''] ?? 'M7080IT 207'));
      if (name === 'SRL') return okWith(SERIAL_NUMBER);
    } else if (mode === MODES.readings && bytes.length === 8) {
      const bank = bankOf(u8(bytes, 4));
      if (name === 'GDC') return okWith(bytesOf(0, 10, 0, bank.length));
      const record = bank[u8(bytes, 6)];
      if (name === 'GME' && record) return okWith(bytesOf(...recordOf(record).slice(0, fault() === 'older' ? 11 : 13)));
    }
    return JUST_NO;
  }

  return (said) => {
    if (said.is === 'mode') {
      mode = [MODES.device, MODES.readings].find((modes) => modes.some((one) => sameBytes(one, said.mode)));
      return [];
    }
    if (said.bytes.every((byte) => byte === 0)) return [JUST_OK];
    const question = textOf(said.bytes);
    if (fault() === 'busy' && putOff !== question) {
      putOff = question;
      return [JUST_NO];
    }
    putOff = '';
    return [answer(said.bytes)];
  };
}

export const omronHemSimulator = (): Simulator =>
  pressureMemorySimulator<Said>({
    driver: 'omron-hem-usb',
    language: toMonitor,
    most: 84,
    marks: [...Object.keys(FLAGS), SECOND_USER],
    before: BEFORE,
    faults: OWN_FAULTS,
    answers: words,
    wrap: countedReports,
  });
