/** A station, and everything around it, on one clock. */
import { armFaultPoints, DEPOSIT_POINTS, FAULT_POINTS, type FaultPoint } from '../../edge-agent/fault-point.ts';
import type { Log, LogFacts } from '../../edge-agent/ports.ts';
import type { Store } from '../../edge-agent/store/store.ts';
import { openBroker } from './broker.ts';
import { openCuff, openMeter } from './devices.ts';
import type { Disk, DiskParts } from './disk.ts';
import { type Fault, openFaults } from './faults.ts';
import type { Happened } from './history.ts';
import { beginLife, type Life } from './life.ts';
import { openPeople } from './people.ts';
import { openPlatform, type Platform } from './platform.ts';
import { diceOf } from './random.ts';
import { openRealMeter } from './real-meter.ts';
import { openRecorder } from './record.ts';
import { openScheduler } from './scheduler.ts';
import { CUFF, METER, openSimStation, type SimStation, stationId } from './station.ts';
import { openWall } from './wall.ts';

export interface World {
  readonly history: readonly Happened[];
  /** How often each labelled step was passed. */
  readonly points: Readonly<Record<FaultPoint, number>>;
  readonly steps: number;
  hash(): string;
  /** Lets so much time pass, with all its faults. */
  pass(ms: number): Promise<void>;
  /** Ends all faults, in half of the worlds starts the station anew, gives it so long to come to rest, and notes how things stand then. */
  heal(ms: number): Promise<void>;
  close(): void;
}

export interface WorldParts {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly openDisk: (parts: DiskParts) => Disk;
}

/** So long the supervisor lets pass. */
const RESTART_MS = [1000, 3000] as const;
/** The supervisor's own patience with a station that is to end. */
const STOP_WITHIN_MS = 10_000;
/** Half an hour, so that a simulated day sees rows leave. */
const KEEP_DAYS = 1 / 48;

/** Aimed at one step: the oftener it is passed, the seldomer it is struck there. */
const KILLS: Readonly<Partial<Record<FaultPoint, number>>> = {
  'frame heard': 0.001,
  'reading told': 0.001,
  'before save': 0.01,
  'inside save': 0.01,
  'after save': 0.01,
  'before publish': 0.005,
  'after publish': 0.005,
  'puback heard': 0.005,
  'before acknowledge': 0.01,
  'after acknowledge': 0.01,
};

/** In one world of so many the meter is a real one's twin, with its own driver. */
const REAL_METER_EVERY = 20;
/** Of a backlog of any length no more than this is in memory. */
const MOST_ROWS = 128;

interface Running {
  readonly life: Life;
  readonly store: Store;
  readonly station: SimStation;
}

export function openWorld({ seed, faults: on, openDisk }: WorldParts): World {
  const scheduler = openScheduler(diceOf(seed, 'order'));
  const { history, note, hash } = openRecorder(scheduler.now);
  const faults = openFaults(seed, on, { scheduler, note });
  const dice = diceOf(seed, 'machine');
  const wall = openWall(scheduler, faults, note);
  const points = Object.fromEntries([...FAULT_POINTS, ...DEPOSIT_POINTS].map((point) => [point, 0])) as Record<
    FaultPoint,
    number
  >;
  let full = false;
  let running: Running | undefined;
  let subject: string | undefined;
  let subjects = 0;

  let mostRows = 0;

  const disk = openDisk({
    keepDays: KEEP_DAYS,
    receipts: true,
    dice: diceOf(seed, 'disk'),
    refuses: () => full,
    asked(rows) {
      mostRows = Math.max(mostRows, rows);
    },
  });
  const part = (name: string) => ({ scheduler, faults, note, dice: diceOf(seed, name) });
  const broker = openBroker({ ...part('broker'), platform: () => platform });
  const platform: Platform = openPlatform({ ...part('platform'), stationId, broker });
  const cuff = openCuff(CUFF, part(CUFF));
  const meter = (seed % REAL_METER_EVERY === 0 ? openRealMeter : openMeter)(METER, part(METER));
  const people = openPeople({
    ...part('people'),
    seed,
    cuff,
    meter,
    subject: () => subject,
    wallMs: () => Math.floor(wall.now()),
    waits: wall.tempt,
  });

  const says = (what: string, facts?: LogFacts): void =>
    note({ what: 'said', where: 'log', text: facts ? `${what} ${JSON.stringify(facts)}` : what });

  function start(): void {
    const life = beginLife(scheduler, wall, diceOf(seed, `life at ${scheduler.now()}`));
    const tell = (what: string, facts?: LogFacts): void => void (life.alive && says(what, facts));
    const log: Log = { info: tell, warn: tell, error: tell };
    try {
      const store = disk.open(life);
      const station = openSimStation({
        life,
        store,
        log,
        connect: broker.connectOf(life),
        places: [cuff.placeOf(life), meter.placeOf(life)],
        newSubject() {
          subject = `urn:uuid:00000000-0000-4000-8000-${String(++subjects).padStart(12, '0')}`;
          note({ what: 'visit began', subject });
          return subject;
        },
      });
      running = { life, store, station };
      note({ what: 'started', wallMs: Math.floor(wall.now()) });
      station.panel.view();
      note({ what: 'ready' });
      people.watch(station.panel);
    } catch (error) {
      life.end();
      note({ what: 'refused to start', why: error instanceof Error ? error.message : 'unknown' });
      scheduler.after(5000, start);
    }
  }

  function over(): void {
    running?.life.end();
    running = undefined;
    subject = undefined;
    broker.cut();
    people.dark();
    scheduler.after(dice.between(...RESTART_MS), start);
  }

  function kill(point?: FaultPoint): void {
    if (!running) return;
    note({ what: 'died', ...(point && { point }) });
    disk.strike(dice.chance(0.3));
    over();
  }

  /** As the supervisor stops it: asked, and killed when that takes too long. */
  function restart(): void {
    const stopping = running;
    if (!stopping) return;
    const askedAt = scheduler.now();
    people.dark();
    const ended = (): void => {
      if (running !== stopping) return;
      const value = scheduler.now() - askedAt;
      note({ what: 'gauge', name: 'milliseconds to stop', value, most: STOP_WITHIN_MS });
      note({ what: 'died', point: 'asked to end' });
      over();
    };
    void stopping.station.close().then(ended);
    scheduler.after(STOP_WITHIN_MS + 1, ended);
  }

  armFaultPoints((point) => {
    scheduler.stir();
    if (!running) return;
    points[point]++;
    if (point === 'inside save' && (full || faults.strikes('disk error', 0.02))) throw diskError();
    if (faults.strikes('killed at a point', KILLS[point] ?? 0, point)) kill(point);
  });
  faults.nowAndThen('killed', 1, kill);
  faults.nowAndThen('restarted', 1, restart);
  faults.nowAndThen('disk full', 1, () => {
    full = true;
    scheduler.after(faults.dice('disk full').wait(600_000), () => {
      full = false;
    });
  });
  faults.nowAndThen('damaged row', 2, () => {
    const payload = disk.damage();
    if (payload !== undefined) note({ what: 'damaged', payload });
  });
  start();

  const newestSequence = (): number => {
    const outbox = running?.store.outbox;
    return outbox ? outbox.acknowledged() + outbox.depth() : Number.POSITIVE_INFINITY;
  };
  return {
    history,
    points,
    get steps() {
      return scheduler.steps;
    },
    hash,
    pass: (ms) => scheduler.runUntil(scheduler.now() + ms),
    async heal(ms) {
      faults.heal();
      full = false;
      for (const part of [broker, platform, cuff, meter]) part.heal();
      people.goHome();
      // What the platform forgot on a line that stood is asked for again after hours, or with the next line.
      const forgotten = history.some((happened) => happened.what === 'lost' && happened.by === 'platform');
      if (forgotten || dice.chance(0.5)) restart();
      await scheduler.runUntil(scheduler.now() + ms - ON_ITS_WAY_MS);
      const last = newestSequence();
      await scheduler.runUntil(scheduler.now() + ON_ITS_WAY_MS);
      note({ what: 'gauge', name: 'rows read at once', value: mostRows, most: MOST_ROWS });
      const { agent, panel } = running?.station ?? {};
      note({
        what: 'rest',
        waiting: Math.max(0, last - (running?.store.outbox.receipted() ?? Number.NEGATIVE_INFINITY)),
        down:
          agent?.hub.devices.filter(({ health }) => health().status === 'down').map(({ deviceId }) => deviceId) ?? [],
        online: agent?.network() !== 'off',
        screen: panel?.view().screen.id ?? 'dark',
      });
    },
    close() {
      armFaultPoints();
      disk.close();
    },
  };
}

/** An event that came into being so shortly before the end may still be under way. */
const ON_ITS_WAY_MS = 10_000;

const diskError = (): Error => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
