/** A read-only meter of one byte, at any line: asked by its byte it answers with the same, and so it has said who it is. */
import { type Driver, driver, type SerialLine } from '../edge-agent/drivers/driver.ts';
import { bytesOf } from '../edge-agent/protocols/bytes.ts';
import {
  ask,
  type Conversation,
  type Language,
  type Line,
  listen,
  NEVER,
} from '../edge-agent/protocols/conversation.ts';
import { isPress, type Press, type Simulator, simulator } from '../edge-agent/simulators/simulator.ts';

export type SayHello = (line: Line, byte: number) => Conversation<number>;

/** Asks for as long as it is let. */
export const asks: SayHello = function* (line, byte) {
  yield* ask(line, bytesOf(byte), (heard) => heard === byte || undefined, { withinMs: 60_000 });
};

const languageOf = (byte: number): Language<number> => ({
  cut: ([first]) => (first === byte ? { frame: byte, used: 1 } : { skip: 1, why: 'noise' }),
});

export const aTinyDriver = (byte: number, wire: Omit<SerialLine, 'kind'> = { baudRate: 9600 }, hello = asks): Driver =>
  driver<number>({
    id: `tiny-${byte}`,
    models: ['tiny'],
    wire: { kind: 'serial', ...wire },
    provides: ['glucose'],
    check: 'none',
    sureness: 'high',
    source: 'the tests',
    language: languageOf(byte),
    greet: (line) => hello(line, byte),
    idle: () => listen(NEVER),
    *readOut() {
      yield* listen(NEVER);
      return { mark: '', unit: {}, records: [] };
    },
  });

export const aTinyMeter = (byte: number): Simulator =>
  simulator<number>({
    driver: `tiny-${byte}`,
    language: languageOf(byte),
    takes: ['glucose'],
    faults: [],
    *live(line): Conversation<number | Press> {
      for (;;) {
        const heard = yield NEVER;
        if (heard !== undefined && !isPress(heard)) line.send(bytesOf(heard));
      }
    },
  });
