/** The city's side: takes each event once, commits, and says how far its own database is. */
import { receiptTopic } from '../../edge-agent/wire/topics.ts';
import { sequenceOf } from './event.ts';
import type { Faults } from './faults.ts';
import type { Dice } from './random.ts';
import type { Recorder } from './record.ts';
import type { Scheduler } from './scheduler.ts';

export interface Platform {
  /** Is it there to take a message? */
  takes(): boolean;
  arrives(payload: string): void;
  /** Up for good. */
  heal(): void;
  /** Everything up to here is in its database. */
  mark(): number;
}

interface Parts {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly note: Recorder['note'];
  readonly stationId: string;
  readonly broker: Way;
}

/** The broker, as the platform sees it. */
interface Way {
  tell(topic: string, payload: string): void;
  /** The highest sequence that had its PUBACK. */
  highest(): number;
  /** It takes messages again. */
  passOn(): void;
}

const RECEIPT_AFTER_MS = 1000;

export function openPlatform({ scheduler, dice, faults, note, stationId, broker }: Parts): Platform {
  const database = new Set<number>();
  let memory: number[] = [];
  let mark = 0;
  let up = true;
  let committing = false;
  let telling = false;
  const topic = receiptTopic(stationId);

  const say = (sequence: number, honest: boolean): void => {
    note({ what: 'receipt', sequence, honest });
    broker.tell(topic, JSON.stringify({ sequence: String(sequence).padStart(20, '0') }));
  };
  const tell = (): void => {
    if (telling) return;
    telling = true;
    scheduler.after(RECEIPT_AFTER_MS, () => {
      telling = false;
      if (up && mark > 0) say(mark, true);
      if (faults.strikes('forged receipt', 0.05)) say(broker.highest() + 1 + dice.below(1000), false);
      if (faults.strikes('falling receipt', 0.05)) say(dice.below(mark), false);
      if (faults.strikes('foreign receipt', 0.05)) broker.tell(topic, dice.pick(FOREIGN));
    });
  };
  const commit = (): void => {
    if (committing) return;
    committing = true;
    scheduler.after(dice.between(50, 800), () => {
      committing = false;
      if (faults.strikes('platform crash', 0.02, 'before its commit')) return crash();
      for (const sequence of memory) database.add(sequence);
      memory = [];
      while (database.has(mark + 1)) mark++;
      tell();
    });
  };
  const crash = (): void => {
    if (memory.length > 0) note({ what: 'lost', by: 'platform', sequences: memory });
    memory = [];
    down(dice.between(1000, 60_000));
  };
  const down = (ms: number): void => {
    up = false;
    scheduler.after(ms, rise);
  };
  const rise = (): void => {
    if (up) return;
    up = true;
    tell();
    broker.passOn();
  };
  faults.nowAndThen('platform down', 3, () => down(faults.dice('platform down').wait(3_600_000)));
  faults.nowAndThen('platform crash', 2, crash);
  return {
    takes: () => up,
    arrives(payload) {
      note({ what: 'arrived', payload });
      const sequence = sequenceOf(payload);
      if (!database.has(sequence) && !memory.includes(sequence)) memory.push(sequence);
      commit();
    },
    heal: rise,
    mark: () => mark,
  };
}

const FOREIGN = [
  '{}',
  'null',
  '{"sequence":12}',
  '{"sequence":"-0000000000000000001"}',
  '{"sequence":"x"}',
  '',
] as const;
