/** Rung C: a station in its own process, a real tty, a real broker, and kill -9 at a labelled step or at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FAULT_POINTS, type FaultPoint } from '../../edge-agent/fault-point.ts';
import { frameReader } from '../../edge-agent/protocols/frame-reader.ts';
import { lineSettings } from '../../edge-agent/simulate.ts';
import { ptyCable } from '../../edge-agent/transports/pty.ts';
import { aPlatform } from '../a-platform.ts';
import { bundled } from '../bundled.ts';
import { aMosquitto, aSubscriber } from '../platform.ts';
import { NODE_COMPILE_CACHE } from '../printed.ts';
import { check } from './checker.ts';
import type { Happened, Violation } from './history.ts';
import { type Dice, diceOf } from './random.ts';
import { openRecorder } from './record.ts';
import * as tiny from './tiny-language.ts';

export interface Kills {
  readonly tallies: Record<string, number>;
  readonly violations: readonly Violation[];
  readonly history: readonly Happened[];
}

type Target = FaultPoint | 'any moment';

/** A point that is not passed is not waited for longer than this; it dies all the same. */
const PASSED_WITHIN_MS = 1500;
const RESTS_WITHIN_MS = 60_000;
const STATION = join(import.meta.dirname, 'kill-station.ts');

/** So many lives of one station, each ended by a kill, and a last one in which everything must come right. */
export async function runKills(seed: number, kills: number): Promise<Kills> {
  const dice = diceOf(seed, 'kills');
  const began = performance.now();
  const { history, note } = openRecorder(() => performance.now() - began);
  const tallies: Record<string, number> = { kills: 0 };
  const stationId = `kill-hut-${seed}`;
  const folder = mkdtempSync(join(tmpdir(), 'yike-kills-'));
  await using broker = await aMosquitto();
  await using city = await aSubscriber(broker.url, `yike/v1/${stationId}/up/event/#`, { session: `city-${seed}` });
  await using _receipts = await aPlatform(broker.url, stationId);
  const meter = await aMeter();
  const program = await bundled(STATION);
  const values = { next: 40_001 };

  /** Loaded while the one before it lives: to start a process costs more than all that it then does. */
  const load = () =>
    spawn(process.execPath, [program, folder, broker.url, meter.path, stationId], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE },
    });
  let loaded = load();

  /** Until it is dead; the last one until it rests. */
  async function live(target: Target | 'never'): Promise<void> {
    const when = target !== 'never' && dice.chance(0.3) ? 'start' : 'strip';
    const child = loaded;
    if (target !== 'never') loaded = load();
    const closed = once(child, 'close');
    const rested = Promise.withResolvers<void>();
    let subject: string | undefined;
    let takes = 0;
    let late = false;
    child.stdin.on('error', () => {}); // killed before it was told: `closed` tells
    child.stdin.write(`${target},${when}\n`);
    note({ what: 'started', wallMs: Date.now() });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, first = '', second = ''] = line.split(' ');
      if (word === 'ready') note({ what: 'ready' });
      else if (word === 'visit') {
        subject = first;
        note({ what: 'visit began', subject });
      } else if (word === 'shown' && subject !== undefined) {
        note({ what: 'shown', subject, marks: [Number(first)], as: second === 'saved' ? 'saved' : 'not-saved' });
      } else if (word === 'drop' && (target !== 'never' || takes === 0)) {
        takes++;
        drop(subject);
        if (target === 'any moment') killSoon(child, dice);
        else if (target !== 'never' && takes === 1)
          setTimeout(() => {
            late = child.kill('SIGKILL');
          }, PASSED_WITHIN_MS);
      } else if (word === 'rest' && takes > 0) rested.resolve();
    });
    const drop = (visit: string | undefined): void => {
      const mark = values.next / 10_000;
      values.next += values.next % 10 === 9 ? 2 : 1;
      note({
        what: 'measured',
        mark,
        device: 'glucose-1',
        ...(visit !== undefined && { subject: visit }),
        wallMs: Date.now(),
      });
      meter.say(mark);
    };
    if (target === 'never') {
      const limit = setTimeout(() => rested.reject(new Error('it does not come to rest')), RESTS_WITHIN_MS);
      await rested.promise.finally(() => {
        clearTimeout(limit);
        child.kill('SIGKILL');
      });
      await closed;
      return;
    }
    const [, signal] = await closed;
    if (signal !== 'SIGKILL') throw new Error(`the station ended by itself at ${target}`);
    const struck = late ? 'any moment' : target;
    note({ what: 'died', point: struck });
    tallies.kills = (tallies.kills ?? 0) + 1;
    tallies[`killed at ${struck}`] = (tallies[`killed at ${struck}`] ?? 0) + 1;
  }

  try {
    for (let kill = 0; kill < kills; kill++) {
      await live(dice.chance(0.2) ? 'any moment' : (FAULT_POINTS[kill % FAULT_POINTS.length] ?? 'any moment'));
    }
    await live('never');
    await settled(() => city.log.length);
    for (const { payload } of city.log) note({ what: 'arrived', payload });
    note({ what: 'rest', waiting: 0, down: [], online: true, screen: 'idle' });
    const saved = history.filter((fact) => fact.what === 'shown' && fact.as === 'saved').length;
    return {
      tallies: { ...tallies, 'shown saved': saved, arrived: city.log.length },
      violations: check(history),
      history,
    };
  } finally {
    loaded.kill('SIGKILL');
    await meter.close();
    rmSync(folder, { recursive: true });
  }
}

/** From the first byte of the result to well behind its PUBACK. */
const killSoon = (child: ChildProcess, dice: Dice): void =>
  void setTimeout(() => child.kill('SIGKILL'), dice.between(0, 25));

/** A meter of the simulation on a real tty; it lives on, whoever dies at the other end. */
async function aMeter() {
  const reader = frameReader(tiny.tinyLanguage, () => {});
  const cable = await ptyCable(lineSettings(tiny.tinyMeter), (bytes) => {
    reader.take(bytes);
    for (let heard = reader.next(); heard; heard = reader.next()) cable.say(tiny.frame(heard.kind));
  });
  return {
    path: cable.path(),
    say: (mmolPerL: number) => cable.say(tiny.glucoseFrame(mmolPerL)),
    close: () => cable.close(),
  };
}

/** Resolves once that number has stayed the same for a second. */
async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
