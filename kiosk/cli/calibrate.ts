import { createInterface } from 'node:readline';
import {
  type BinPort,
  findFacts,
  lineSettings,
  loadFirmataPort,
  serialSocket,
  systemClock,
} from '../../edge-agent/devices.ts';
import { type CellCalibration, checkCalibration, complaintText, loadBoard } from '../../firmware-config/index.ts';
import { argumentsOf } from './arguments.ts';
import { Refusal } from './refusal.ts';
import { untilStopped } from './signals.ts';

export const usage = `Usage: yike calibrate BOARD --serial PATH
Walks a technician through the two points of a bin's load cell, empty and with a known weight, and prints the line for the
station file. BOARD is a board file, such as recycling-bin, or its path. Nothing moves, and nothing is written to the board.`;

/** With so much a count is shown as a gram: what the port then weighs are the converter's own counts. */
const COUNTS: CellCalibration = { zeroAdc: 0, spanAdc: 1000, spanKg: 1, date: '2026-01-01', who: 'nobody' };

const READY_WITHIN_MS = 10_000;
const LOOK_MS = 100;
const LOOKS = 20;
const MOST_LOOKS = 40;
const TROUBLE = {
  broken: 'the wire of the load cell is broken, or it is not plugged in',
  overload: 'the load cell is overloaded: take something out',
} as const;
/** A converter's own noise; more is a weight that swings. */
const STEADY_COUNTS = 4;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { serial: { type: 'string' } }, ['BOARD'], usage);
  if (values.serial === undefined) throw new Refusal(1, `name the port: --serial PATH\n${usage}`);
  const loaded = loadBoard(positionals[0] ?? '');
  if ('complaints' in loaded)
    throw new Refusal(1, loaded.complaints.map((complaint) => complaintText(loaded.file, complaint)).join('\n'));
  const facts = findFacts('firmata-bin');
  if (!facts) throw new Error('there is no driver of bins');
  /** Undefined once the board is ready; else why it will not be. */
  const trouble = Promise.withResolvers<string | undefined>();
  const openFirmataPort = await loadFirmataPort();
  const port = openFirmataPort({
    deviceId: 'bin',
    socket: serialSocket(values.serial, lineSettings(facts)),
    board: loaded.board,
    calibration: COUNTS,
    clock: systemClock,
    log: {
      info() {},
      // One that is silent may be starting.
      warn: (_, facts) => facts?.code !== 'silent' && trouble.resolve(String(facts?.why)),
      error: (what) => trouble.resolve(what),
    },
  });
  const late = systemClock.at(systemClock.now() + READY_WITHIN_MS, () =>
    trouble.resolve(`no board answers on ${values.serial}: check that it is on, and its cable`),
  );
  port.onBoard((news) => news === 'ready' && trouble.resolve(undefined));
  try {
    const why = await trouble.promise;
    late();
    if (why !== undefined) throw new Refusal(2, why);
    return await walk(port);
  } finally {
    await port.close();
  }
}

async function walk(port: BinPort): Promise<number> {
  const lines = createInterface({ input: process.stdin });
  const typed = lines[Symbol.asyncIterator]();
  const stopped = untilStopped().then(() => undefined);
  /** Undefined: the technician has gone. */
  const ask = async (question: string): Promise<string | undefined> => {
    process.stdout.write(`${question}\n`);
    const next = await Promise.race([typed.next(), stopped]);
    return next === undefined || next.done ? undefined : next.value.trim();
  };
  /** Asks on until the answer is understood. */
  async function until<T>(question: string, understand: (answer: string) => Promise<T> | T): Promise<T> {
    for (let answer = await ask(question); answer !== undefined; answer = await ask(question)) {
      try {
        return await understand(answer);
      } catch (error) {
        if (!(error instanceof Refusal) || error.exitCode !== 1) throw error;
        process.stdout.write(`${error.message}\n`);
      }
    }
    throw new Refusal(1, 'not calibrated: nothing has changed');
  }
  try {
    const zeroAdc = await until('Empty the bin and shut its door, then press Enter.', () => steadyCounts(port));
    process.stdout.write(`empty: ${zeroAdc} counts\n`);
    const { spanAdc, spanKg } = await until(
      'Put a known weight in, the heavier the better, and shut the door. How many kilograms is it?',
      async (answer) => {
        const found = { zeroAdc, spanAdc: await steadyCounts(port), spanKg: kilograms(answer), date: '', who: '' };
        const [problem] = checkCalibration(found, []);
        if (problem) throw new Refusal(1, `found ${problem.found}, expected ${problem.expected}`);
        return found;
      },
    );
    process.stdout.write(`with ${spanKg} kg: ${spanAdc} counts\n`);
    const who = await until('Who has calibrated it?', name);
    const date = new Date().toISOString().slice(0, 10);
    process.stdout.write('Into the line of this bin in the station file:\n');
    process.stdout.write(
      `cell: { zeroAdc: ${zeroAdc}, spanAdc: ${spanAdc}, spanKg: ${spanKg}, date: ${date}, who: ${JSON.stringify(who)} }\n`,
    );
    return 0;
  } finally {
    lines.close();
  }
}

function kilograms(answer: string): number {
  const kg = /^\d{1,3}([.,]\d{1,3})?$/.test(answer) ? Number(answer.replace(',', '.')) : Number.NaN;
  if (kg >= 1 && kg <= 200) return kg;
  throw new Refusal(1, `found '${answer}', expected kilograms from 1 to 200, such as 20 or 12.5`);
}

function name(answer: string): string {
  if (answer.length > 0 && answer.length <= 80) return answer;
  throw new Refusal(1, 'expected a name of 1 to 80 letters');
}

/** The middle of the first two seconds in which it stands still; what was just put in may swing for as long again. */
async function steadyCounts(port: BinPort): Promise<number> {
  let looks: number[] = [];
  let trouble = '';
  for (let look = 0; look < MOST_LOOKS; look++) {
    await new Promise<void>((resolve) => void systemClock.at(systemClock.now() + LOOK_MS, resolve));
    const shown = port.senses()?.coarseGrams;
    if (shown === undefined) throw new Refusal(2, 'the board is gone');
    if (typeof shown !== 'number') {
      trouble = TROUBLE[shown];
      looks = [];
      continue;
    }
    looks = [...looks, shown].slice(-LOOKS);
    const [least, most] = [Math.min(...looks), Math.max(...looks)];
    trouble = `it does not stand still (${least} to ${most} counts): wait until it does`;
    if (looks.length === LOOKS && most - least <= STEADY_COUNTS)
      return looks.toSorted((a, b) => a - b)[LOOKS / 2] ?? least;
  }
  throw new Refusal(1, trouble);
}
