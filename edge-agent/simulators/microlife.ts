/** A Microlife BP3GX1-5X on a USB cable. */
import { asciiOf, hexByte, textOf, u8 } from '../protocols/bytes.ts';
import { countedReports } from '../protocols/counted-report.ts';
import { answerWith, COMMANDS, question, toMonitor } from '../protocols/microlife-text.ts';
import { type Inside, type KeptPressure, pressureMemorySimulator } from './pressure-memory.ts';
import type { Simulator } from './simulator.ts';

const BEFORE: readonly KeptPressure[] = [
  { at: [2026, 11, 23, 10, 30, 0], systolicMmHg: 138, diastolicMmHg: 84, pulsePerMin: 72 },
  { at: [2026, 11, 23, 10, 31, 0], systolicMmHg: 162, diastolicMmHg: 98, pulsePerMin: 78 },
];

const ID = Array.from(asciiOf('KIOSK01'), hexByte).join('').padEnd(24, '0');

const digits = (value: number, length: number, base = 16): string =>
  value.toString(base).toUpperCase().padStart(length, '0');

function recordText({ at, systolicMmHg, diastolicMmHg, pulsePerMin }: KeptPressure): string {
  const [year, ...rest] = at;
  const time = [year - 2000, ...rest.slice(0, 4)].map((field) => digits(field, 2, 10)).join('');
  const word = ((pulsePerMin << 20) | (diastolicMmHg << 10) | systolicMmHg) >>> 0;
  return `${time}000000${digits(word, 8)}00000000`;
}

function words({ records }: Inside): (said: Uint8Array) => readonly Uint8Array[] {
  const known = textOf(question(0).subarray(0, -1));
  return (said) => {
    if (said.length !== 4 || !textOf(said).startsWith(known)) return [];
    const command = u8(said, 3);
    if (command === COMMANDS.id) return [answerWith(ID)];
    if (command !== COMMANDS.memory) return [];
    return [answerWith(`${digits(records().length, 4)}0000${ID}${records().map(recordText).join('')}`)];
  };
}

/** As its bridge says them: the upper half of the first byte means something of its own. */
const wrap = (message: Uint8Array): Uint8Array[] =>
  countedReports(message).map((report) => report.with(0, u8(report, 0) | 0x30));

export const microlifeSimulator = (): Simulator =>
  pressureMemorySimulator<Uint8Array>({
    driver: 'microlife-usb',
    language: toMonitor,
    most: 200,
    marks: [],
    before: BEFORE,
    answers: words,
    wrap,
  });
