/** A broker at the level of its connections: QoS 1, PUBACK from memory, retained messages, one client with one name. */
import type { Connect, Connection, Heard, Publication } from '../../edge-agent/uplink/connection.ts';
import { brokerSaid, messageNotTaken, UplinkError } from '../../edge-agent/uplink/uplink-error.ts';
import type { Faults } from './faults.ts';
import type { Life } from './life.ts';
import type { Platform } from './platform.ts';
import type { Dice } from './random.ts';
import type { Recorder } from './record.ts';
import { openRefusals } from './refusals.ts';
import type { Scheduler } from './scheduler.ts';

export interface Broker {
  /** The way to it from that process of the station. */
  connectOf(life: Life): Connect;
  /** To whoever listens; nothing is kept for one who does not. */
  tell(topic: string, payload: string): void;
  /** The highest sequence that had its PUBACK. */
  highest(): number;
  retained(topic: string): string | undefined;
  /** The station's process is dead: its line with it. */
  cut(): void;
  down(ms: number): void;
  /** Down, and what it had acknowledged and not passed on is gone. */
  crash(): void;
  /** Up for good. */
  heal(): void;
  /** The platform takes messages again. */
  passOn(): void;
}

interface Parts {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly note: Recorder['note'];
  readonly platform: () => Platform;
}

const WINDOW = 64;
/** So much later is later. */
const NEXT_MS = 0.01;
/** The station notices a line that is dead and looks alive after one and a half keep-alives. */
const HALF_OPEN_MS = 45_000;

interface Line {
  readonly number: number;
  readonly window: number;
  readonly life: Life;
  alive: boolean;
  /** It says nothing more, and nobody has noticed yet. */
  deaf: boolean;
  /** The broker reads nothing of it any more. */
  over: boolean;
  open: number;
  arrivesAt: number;
  acksAt: number;
  readonly listeners: Map<string, (message: Heard) => void>;
  readonly closed: PromiseWithResolvers<UplinkError>;
}

export function openBroker({ scheduler, dice, faults, note, platform }: Parts): Broker {
  const refusals = openRefusals({ faults, note });
  const retained = new Map<string, string>();
  const topics = new Set<string>();
  let queue: { readonly sequence: number; readonly payload: string }[] = [];
  let up = true;
  let line: Line | undefined;
  let lines = 0;
  let highest = 0;
  let passing = false;
  /** Its quota is used up until then. */
  let fullUntil = 0;

  /** A topic says the same however often it is used. */
  const noteTopic = (topic: string): void => {
    if (topics.has(topic)) return;
    topics.add(topic);
    note({ what: 'said', where: 'topic', text: topic });
  };
  const close = (which: Line | undefined, why: UplinkError): void => {
    if (!which?.alive) return;
    which.alive = false;
    if (line === which) line = undefined;
    note({ what: 'line closed', line: which.number });
    scheduler.stir();
    if (which.life.alive) which.closed.resolve(why);
  };
  const cut = (): void => close(line, new UplinkError('lost', 'closed'));

  /** What the broker has, it passes on in its order, for as long as the platform takes it. */
  const passOn = (): void => {
    if (passing || queue.length === 0 || !up) return;
    passing = true;
    scheduler.after(dice.between(2, 30), () => {
      passing = false;
      const first = queue[0];
      if (!first || !up || !platform().takes()) return;
      queue.shift();
      platform().arrives(first.payload);
      passOn();
    });
  };

  const arrives = (from: Line, sequence: number, payload: string, settled: (failure?: UplinkError) => void): void => {
    if (!from.alive || from.deaf || from.over || !up) return;
    const refusal = refusals.of(payload);
    if (refusal) {
      if (refusal.by === 'puback') answer(from, sequence, () => settled(messageNotTaken(refusal.code)));
      else hangUp(from, refusal.abruptly);
      return;
    }
    if (faults.strikes('not taken for now', 0.02))
      fullUntil = scheduler.now() + faults.dice('not taken for now').wait(5000);
    if (scheduler.now() < fullUntil) {
      note({ what: 'not taken', sequence });
      answer(from, sequence, () => settled(new UplinkError('not-taken', 'reason 0x97')));
      return;
    }
    queue.push({ sequence, payload });
    if (faults.strikes('delivered twice', 0.02)) queue.push({ sequence, payload });
    passOn();
    if (faults.strikes('cut after publish', 0.01)) {
      close(from, new UplinkError('lost', 'closed'));
      return;
    }
    if (faults.strikes('no puback', 0.01)) return;
    answer(from, sequence, () => settled());
    if (faults.strikes('cut after puback', 0.01)) close(from, new UplinkError('lost', 'closed'));
  };

  /** What it has said arrives before the end, or goes down with the line. Some brokers say why. */
  const hangUp = (on: Line, abruptly: boolean): void => {
    const why = faults.dice('hangs up at a row').chance(0.5) ? brokerSaid(0x95) : new UplinkError('lost', 'closed');
    on.over = true;
    if (abruptly) close(on, why);
    else scheduler.at(Math.max(scheduler.now(), on.acksAt) + NEXT_MS, () => close(on, why));
  };

  /** Says PUBACK; it arrives in its turn, unless a fault has it otherwise. */
  const answer = (from: Line, sequence: number, heard: () => void): void => {
    highest = Math.max(highest, sequence);
    let at = Math.max(scheduler.now() + dice.between(1, 10), from.acksAt + NEXT_MS);
    if (faults.strikes('late puback', 0.02)) at += faults.dice('late puback').between(100, 40_000);
    if (faults.strikes('pubacks out of order', 0.1)) at += faults.dice('pubacks out of order').between(1, 60);
    else from.acksAt = at;
    scheduler.at(at, () => {
      if (!from.alive || from.deaf || !from.life.alive) return;
      from.open--;
      note({ what: 'puback', line: from.number, sequence });
      heard();
      if (faults.strikes('broker crash', 0.003, 'at a puback')) broker.crash();
    });
  };

  const publish = (to: Line, publication: Publication, settled: (failure?: UplinkError) => void): void => {
    scheduler.stir();
    if (!to.alive || !to.life.alive) return;
    const { topic, payload, retain } = publication;
    noteTopic(topic);
    if (retain) {
      if (to.deaf) return;
      note({ what: 'said', where: 'retained', text: payload });
      retained.set(topic, payload);
      settled();
      return;
    }
    const sequence = Number(/"sequence":"(\d{20})"/.exec(payload)?.[1]);
    to.open++;
    note({ what: 'published', line: to.number, sequence, open: to.open });
    if (faults.strikes('cut before publish', 0.01)) {
      close(to, new UplinkError('lost', 'closed'));
      return;
    }
    to.arrivesAt = Math.max(to.arrivesAt + NEXT_MS, scheduler.now() + dice.between(2, 40)); // TCP: in order
    scheduler.at(to.arrivesAt, () => arrives(to, sequence, payload, settled));
  };

  const lineOf = (life: Life): { readonly line: Line; readonly connection: Connection } => {
    const closed = Promise.withResolvers<UplinkError>();
    const fresh: Line = {
      number: ++lines,
      window: dice.pick([WINDOW, WINDOW, 20, 4]),
      life,
      alive: true,
      deaf: false,
      over: false,
      open: 0,
      arrivesAt: 0,
      acksAt: 0,
      listeners: new Map(),
      closed,
    };
    const connection: Connection = {
      protocol: '5',
      window: fresh.window,
      publish: (publication, settled) => publish(fresh, publication, settled),
      subscribe(topic, heard) {
        noteTopic(topic);
        fresh.listeners.set(topic, heard);
      },
      closed: closed.promise,
      async end() {
        close(fresh, new UplinkError('lost', 'closed'));
      },
      drop: (why) => close(fresh, why),
    };
    return { line: fresh, connection };
  };

  const broker: Broker = {
    connectOf: (life) => (parts, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<Connection>();
      scheduler.after(dice.between(20, 200), () => {
        if (!life.alive) return;
        if (signal.aborted) return reject(new UplinkError('lost', 'given up'));
        if (!up) return reject(new UplinkError('unreachable', 'ECONNREFUSED'));
        if (faults.strikes('connection refused', 0.3))
          return reject(brokerSaid(faults.dice('connection refused').pick([136, 135, 151, 159])));
        close(line, brokerSaid(142));
        const made = lineOf(life);
        line = made.line;
        retained.set(parts.will.topic, parts.will.payload);
        note({ what: 'line opened', line: line.number, mostOpen: line.window });
        resolve(made.connection);
      });
      return promise;
    },
    tell(topic, payload) {
      const to = line;
      if (!to || to.deaf) return;
      scheduler.after(dice.between(2, 40), () => {
        if (!to.alive || to.deaf || !to.life.alive) return;
        to.listeners.get(topic)?.({ topic, payload: new TextEncoder().encode(payload), retained: false });
      });
    },
    highest: () => highest,
    retained: (topic) => retained.get(topic),
    cut,
    down(ms) {
      up = false;
      cut();
      scheduler.after(ms, () => {
        up = true;
        passOn();
      });
    },
    crash() {
      if (queue.length > 0) note({ what: 'lost', by: 'broker', sequences: queue.map(({ sequence }) => sequence) });
      queue = [];
      broker.down(dice.between(1000, 60_000));
    },
    heal() {
      up = true;
      fullUntil = 0;
      refusals.heal();
      if (line?.deaf) cut();
      passOn();
    },
    passOn,
  };
  faults.nowAndThen('broker down', 3, () => broker.down(faults.dice('broker down').wait(1_800_000)));
  faults.nowAndThen('name taken over', 3, () => close(line, brokerSaid(142)));
  faults.nowAndThen('half-open line', 4, () => {
    const deaf = line;
    if (!deaf) return;
    deaf.deaf = true;
    scheduler.after(HALF_OPEN_MS, () => close(deaf, new UplinkError('lost', 'protocol or timeout')));
  });
  faults.nowAndThen('broker crash', 2, broker.crash);
  return broker;
}
