/** A driver's own conversations over a wire that a test writes by hand. */
import { converser } from '../edge-agent/converse.ts';
import type { DeviceEvent } from '../edge-agent/domain/event.ts';
import type { Driver } from '../edge-agent/drivers/driver.ts';
import { fromHex } from '../edge-agent/protocols/bytes.ts';
import { anInnerClock } from './fake-clock.ts';

/**
 * What the device answers at once, by what it is told; both hexadecimal. `A | B`: A the first time it is told so, then B for
 * ever. What is told may take two writes.
 */
export type Answers = Readonly<Record<string, string>>;
/** The same for what answers in reports, of which several make one answer. */
export type ReportAnswers = Readonly<Record<string, string | readonly string[]>>;

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const plain = (hex: string): string => hexOf(fromHex(hex));

type Turns = readonly (readonly Uint8Array[])[];

const oneByOne = (turns: Turns): (() => readonly Uint8Array[]) => {
  let asked = 0;
  return () => turns[Math.min(asked++, turns.length - 1)] ?? [];
};

const turnsOf = (answer: string | readonly string[]): Turns =>
  typeof answer === 'string' ? answer.split('|').map((turn) => [fromHex(turn)]) : [answer.map(fromHex)];

/** Its answers to one question, one after the other. */
export function inTurn(answer: string): () => Uint8Array {
  const next = oneByOne(turnsOf(answer));
  return () => next()[0] ?? new Uint8Array();
}

/** Read once: a test plays the same answers some thousand times. */
const dialogues = new WeakMap<ReportAnswers, ReadonlyMap<string, Turns>>();

function dialogueOf(answers: ReportAnswers): ReadonlyMap<string, Turns> {
  const known = dialogues.get(answers);
  if (known) return known;
  const read = new Map(Object.entries(answers).map(([question, answer]) => [plain(question), turnsOf(answer)]));
  dialogues.set(answers, read);
  return read;
}

/**
 * What becomes of the device's nth answer on the way, counted from 0: chunks that arrive a millisecond apart, over HID cut
 * into its reports. `question`: hexadecimal.
 */
export type OnTheWay = (answer: Uint8Array, nth: number, question: string) => readonly Uint8Array[];

export function aTalk(driver: Driver, answers: ReportAnswers = {}, onTheWay: OnTheWay = (answer) => [answer]) {
  const clock = anInnerClock();
  const began = clock.now();
  const told: DeviceEvent[] = [];
  const sent: { readonly at: number; readonly hex: string }[] = [];
  const replies = new Map(Array.from(dialogueOf(answers), ([question, turns]) => [question, oneByOne(turns)]));
  return driver.speak((speech) => {
    const { greet, idle, measure, readOut } = speech;
    let answered = 0;
    let before = '';
    const talker = converser({
      language: speech.language,
      clock,
      async write(bytes) {
        const hex = hexOf(bytes);
        sent.push({ at: clock.now() - began, hex });
        const question = [hex, before + hex].find((one) => replies.has(one));
        before = hex;
        const reply = question === undefined ? undefined : replies.get(question)?.();
        if (!reply || question === undefined) return;
        const chunks = reply.flatMap((said) => {
          // What is one report stays one, whatever becomes of it.
          const chunks = onTheWay(said, answered++, question);
          return cutFor(driver)(said).length > 1 ? chunks.flatMap(cutFor(driver)) : chunks;
        });
        for (const [i, chunk] of chunks.entries()) clock.at(clock.now() + 1 + i, () => talker.hear(chunk));
      },
      tell: (event) => told.push(event),
    });
    return {
      clock,
      told,
      sent,
      counters: talker.counters,
      hear: (bytes: string | Uint8Array) => talker.hear(typeof bytes === 'string' ? fromHex(bytes) : bytes),
      gone: () => talker.gone('pulled'),
      /** From now on it answers differently. */
      answers(question: string, answer: string | undefined): void {
        if (answer === undefined) replies.delete(plain(question));
        else replies.set(plain(question), oneByOne(turnsOf(answer)));
      },
      greet: (signal?: AbortSignal) => talker.converse(greet, signal),
      idle: (signal?: AbortSignal) => talker.converse(idle, signal),
      measure(signal?: AbortSignal) {
        if (!measure) throw new Error(`${driver.id} cannot measure`);
        return talker.converse(measure, signal);
      },
      readOut(signal?: AbortSignal) {
        if (!readOut) throw new Error(`${driver.id} has no memory`);
        return talker.converse(readOut, signal);
      },
    };
  });
}

/** As the driver's wire carries bytes: as they come, or in reports, each as full as it can be. */
export function cutFor({ wire }: Pick<Driver, 'wire'>): (bytes: Uint8Array) => Uint8Array[] {
  if (wire.kind !== 'hid') return (bytes) => [bytes];
  const { reportBytes } = wire;
  return (bytes) =>
    Array.from({ length: Math.ceil(bytes.length / reportBytes) }, (_, i) =>
      bytes.slice(i * reportBytes, (i + 1) * reportBytes),
    );
}

/** Bytes, hexadecimal or not; or so many milliseconds in which none come. */
export type Chunk = string | Uint8Array | number;

/** Longer than any language's gap within a frame. */
const QUIET_MS = 500;

/** What is told when these bytes come, one chunk a millisecond, a number being a pause; then silence. States are left out. */
export async function toldOf(
  driver: Driver,
  answers: Answers,
  during: 'idle' | 'measure',
  chunks: readonly Chunk[],
): Promise<DeviceEvent[]> {
  const talk = aTalk(driver, answers);
  const talking = talk[during]().catch(() => {});
  await talk.clock.pass(2);
  for (const chunk of chunks) {
    if (typeof chunk !== 'number') talk.hear(chunk);
    await talk.clock.pass(typeof chunk === 'number' ? chunk : 1);
  }
  await talk.clock.pass(QUIET_MS);
  const told = talk.told.filter(({ event }) => event !== 'state');
  talk.gone();
  await talk.clock.until(talking);
  return told;
}
