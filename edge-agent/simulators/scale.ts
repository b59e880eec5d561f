/** Simulated scales: those that repeat what they show, and those that answer. */
import type { Conversation, Language, Line } from '../protocols/conversation.ts';
import { NEVER } from '../protocols/conversation.ts';
import { onTheWire, WIRE_FAULTS } from './bad-cable.ts';
import { type OnIt, platform } from './platform.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

export interface Scale<F> {
  readonly driver: string;
  /** Faults that it has besides those of every cable. */
  readonly faults: readonly string[];
  /** In which it hears the host; absent: it has no ears. */
  readonly language?: Language<F>;
  /** It says what it shows so often; absent: only when it is asked. */
  readonly everyMs?: number;
  /** What it says of that, to a question or by itself. Nothing: no bytes. */
  readonly says: (on: OnIt, fault: string | undefined, question?: F) => Uint8Array;
}

const deaf: Language<never> = { cut: (bytes) => ({ skip: bytes.length, why: 'noise' }) };

export function scaleSimulator<F = never>(scale: Scale<F>): Simulator {
  return simulator<F>({
    driver: scale.driver,
    language: scale.language ?? deaf,
    takes: ['weight'],
    faults: [...scale.faults, ...WIRE_FAULTS],
    live: (line) => live(line, scale),
  });
}

function* live<F>(line: Line, { everyMs = NEVER, says }: Scale<F>): Conversation<F | Press> {
  const on = platform();
  let fault: string | undefined;
  let next = line.now;
  for (;;) {
    const heard = yield next;
    if (isPress(heard)) {
      on.pressed(heard, line.now);
      if (heard.press === 'fault') fault = heard.name === 'none' ? undefined : heard.name;
      continue;
    }
    if (heard === undefined) next = line.now + everyMs;
    const said = onTheWire(says(on.seen(line.now), fault, heard), fault);
    if (said.length > 0) line.send(said);
  }
}
