import { sensorSays } from '../protocols/a02yyuw.ts';
import type { Conversation, Language, Line } from '../protocols/conversation.ts';
import { onTheWire, WIRE_FAULTS } from './bad-cable.ts';
import { isPress, type Press, type Simulator, simulator } from './simulator.ts';

/** arm: somebody reaches in, and out, and in. disturbed: another sensor is heard, as a sister model says it. */
const FAULTS = ['arm', 'disturbed'] as const;
const EVERY_MS = 100;
const EMPTY_MM = 820;
const ARM = { mm: 140, everyLooks: 3 } as const;
const NOTHING_ECHOES = 0;
const DISTURBED = 0xfffe;

const deaf: Language<never> = { cut: (bytes) => ({ skip: bytes.length, why: 'noise' }) };

export const a02yyuwSimulator = (): Simulator =>
  simulator<never>({ driver: 'a02yyuw', language: deaf, takes: ['level'], faults: [...FAULTS, ...WIRE_FAULTS], live });

function* live(line: Line): Conversation<Press> {
  let level: number | 'none' = EMPTY_MM;
  let fault: string | undefined;
  let looks = 0;
  let next = line.now;
  for (;;) {
    const press = yield next;
    if (isPress(press)) {
      if (press.press === 'fault') fault = press.name === 'none' ? undefined : press.name;
      else if (press.press === 'level') level = press.millimetres;
      continue;
    }
    next = line.now + EVERY_MS;
    looks++;
    const said = onTheWire(sensorSays(seen(level, fault, looks)), fault);
    if (said.length > 0) line.send(said);
  }
}

function seen(level: number | 'none', fault: string | undefined, looks: number): number {
  if (fault === 'disturbed') return DISTURBED;
  if (fault === 'arm' && looks % ARM.everyLooks === 0) return ARM.mm;
  return level === 'none' ? NOTHING_ECHOES : level;
}
