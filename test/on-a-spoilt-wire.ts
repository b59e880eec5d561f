/**
 * A driver against a second decoder, written in `test/second/` from the protocol's description alone: whatever the wire
 * spoils, no reading that the other does not confirm. `YIKE_STREAMS`: how many wires (100,000: `npm run streams`).
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DeviceEvent,
  isUnasked,
  type Level,
  type Reading,
  type Unasked,
  type Weight,
} from '../edge-agent/domain/event.ts';
import type { StoredRecord } from '../edge-agent/domain/memory.ts';
import type { Driver } from '../edge-agent/drivers/driver.ts';
import { fromHex } from '../edge-agent/protocols/bytes.ts';
import { type Answers, aTalk, type ReportAnswers, toldOf } from './a-talk.ts';
import { type Spoiling, spoil } from './bad-bytes.ts';
import { asBytes, readOutOf, type Wrap } from './on-a-bad-dump.ts';

export const STREAMS = Number(process.env.YIKE_STREAMS ?? 2000);
export const LONG_MS = 3_600_000;

const spoiling: fc.Arbitrary<Spoiling> = fc.oneof(
  fc.record({
    how: fc.constantFrom('flip', 'flip', 'flip', 'lose', 'double', 'cut here', 'junk here'),
    at: fc.nat(300),
    bit: fc.nat(7),
  }),
  fc.constant({ how: 'twice' } as const),
);
/** Most of what is said comes as it is, some spoilt once, little several times. */
export const wire = fc.array(
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(spoiling, { maxLength: 3 })),
  {
    minLength: 1,
    maxLength: 12,
  },
);

export interface Exchange {
  /** What was asked, hexadecimal, upper case. */
  readonly question: string;
  readonly answer: Uint8Array;
}

/**
 * `dialogues`: by name, what the meter answers. `inWords`: a reading as the second decoder says it. They share the wires.
 * `wrap`: how bytes travel where the wire cuts chunks itself.
 */
export function onSpoiltDumps(
  driver: Driver,
  dialogues: Readonly<Record<string, ReportAnswers>>,
  confirmed: (exchanges: readonly Exchange[]) => ReadonlySet<string>,
  inWords: (record: StoredRecord & { readonly event: Reading }) => string,
  wrap: Wrap = asBytes,
): void {
  const numRuns = Math.ceil(STREAMS / Object.keys(dialogues).length);
  test.each(Object.entries(dialogues))(
    '%s: whatever the wire does, no record that the second decoder does not confirm',
    async (_, answers) => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(wire, async (spoilings) => {
          const exchanges: Exchange[] = [];
          const { memory } = await readOutOf(driver, answers, (answer, nth, question) => {
            const bytes = spoil(answer, spoilings[nth % spoilings.length] ?? []);
            exchanges.push({ question, answer: bytes });
            return wrap(bytes);
          });
          expect(memory).not.toBe('bug');
          if (typeof memory === 'string') return;
          const holds = confirmed(exchanges);
          for (const { event, ...record } of memory.records) {
            if (event.event !== 'reading') continue;
            expect(holds).toContain(inWords({ ...record, event }));
            compared++;
          }
        }),
        { numRuns },
      );
      expect(compared).toBeGreaterThan(numRuns / 4); // else hardly anything was compared
    },
    LONG_MS,
  );
}

export interface LiveWire {
  readonly answers: Answers;
  readonly during: 'idle' | 'measure';
  /** Whole frames, hexadecimal; each wire carries them in this order, some of them spoilt. */
  readonly frames: readonly string[];
  /** So many such wires share all that are played; one, where nothing is said. */
  readonly sharedBy?: number;
}

/** For a device that tells by itself. `confirmed` is given all that came over the wire, glued. */
export function onSpoiltStreams(
  driver: Driver,
  wires: LiveWire,
  confirmed: (bytes: Uint8Array) => ReadonlySet<string>,
  inWords: (reading: Reading) => string,
  unaskedInWords: (reading: Unasked) => string = ({ kind }) => `no ${kind} was said`,
): void {
  onStreams(driver, wires, confirmed, (event) => {
    if (event.event !== 'reading') return undefined;
    return isUnasked(event) ? unaskedInWords(event) : inWords(event);
  });
}

/** The same for a scale or a level sensor. */
export function onSpoiltGauges(
  driver: Driver,
  wires: LiveWire,
  confirmed: (bytes: Uint8Array) => ReadonlySet<string>,
  inWords: (shown: Weight | Level) => string,
): void {
  onStreams(driver, wires, confirmed, (event) =>
    event.event === 'weight' || event.event === 'level' ? inWords(event) : undefined,
  );
}

export interface AskedWire extends Pick<LiveWire, 'sharedBy'> {
  readonly question: string;
  /** One after the other; the last for ever. */
  readonly answers: readonly string[];
  /** Each wire goes on for so long. */
  readonly forMs: number;
}

/** For one that is asked, one question for ever. */
export function onSpoiltAnswers(
  driver: Driver,
  { question, answers, forMs, sharedBy = 1 }: AskedWire,
  confirmed: (bytes: Uint8Array) => ReadonlySet<string>,
  inWords: (shown: Weight | Level) => string,
): void {
  const numRuns = Math.ceil(STREAMS / sharedBy);
  test(
    'whatever the wire does, no value that the second decoder does not confirm',
    async () => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(wire, async (spoilings) => {
          const chunks: Uint8Array[] = [];
          const talk = aTalk(driver, { [question]: answers.join('|') }, (answer, nth) => {
            chunks.push(spoil(answer, spoilings[nth % spoilings.length] ?? []));
            return chunks.slice(-1);
          });
          const idling = talk.idle().catch(() => {});
          await talk.clock.pass(forMs);
          talk.gone();
          await talk.clock.until(idling);
          const holds = confirmed(Buffer.concat(chunks));
          for (const event of talk.told) {
            if (event.event !== 'weight' && event.event !== 'level') continue;
            expect(holds).toContain(inWords(event));
            compared++;
          }
        }),
        { numRuns },
      );
      expect(compared).toBeGreaterThan(numRuns / 4); // else hardly anything was compared
    },
    LONG_MS,
  );
}

/** `inWords`: undefined of what is no value. */
function onStreams(
  driver: Driver,
  { answers, during, frames, sharedBy = 1 }: LiveWire,
  confirmed: (bytes: Uint8Array) => ReadonlySet<string>,
  inWords: (event: DeviceEvent) => string | undefined,
): void {
  const numRuns = Math.ceil(STREAMS / sharedBy);
  test(
    'whatever the wire does, no value that the second decoder does not confirm',
    async () => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(wire, async (spoilings) => {
          const chunks = frames.map((hex, nth) => spoil(fromHex(hex), spoilings[nth % spoilings.length] ?? []));
          const told = await toldOf(driver, answers, during, chunks);
          const holds = confirmed(Buffer.concat(chunks));
          for (const event of told) {
            const words = inWords(event);
            if (words === undefined) continue;
            expect(holds).toContain(words);
            compared++;
          }
        }),
        { numRuns },
      );
      expect(compared).toBeGreaterThan(numRuns / 4); // else hardly anything was compared
    },
    LONG_MS,
  );
}
