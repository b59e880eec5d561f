/** What the long fault plan takes from the simulation: days, kills, and bugs that must fall. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Days } from './days.ts';
import { runKills } from './kills.ts';
import { firstFall, PLANTED } from './planted.ts';
import { product } from './station.ts';

export type Tallies = Readonly<Record<string, number>>;

export interface Family {
  readonly name: string;
  readonly what: string;
  /** What `amount` and `goal` count. */
  readonly unit: string;
  readonly goal: number;
  /** So many of them, from this seed on. Throws with a report when a promise is broken. */
  run(seed: number, amount: number): Promise<Tallies>;
}

const cores = Math.max(1, Math.min(2, availableParallelism()));

/** The numbers from `first` on, shared out: [first, count] for each core. */
const shares = (first: number, count: number): (readonly [number, number])[] =>
  Array.from({ length: cores }, (_, core) => {
    const [from, to] = [core, core + 1].map((at) => Math.floor((count * at) / cores));
    return [first + (from ?? 0), (to ?? 0) - (from ?? 0)] as const;
  }).filter(([, share]) => share > 0);

const sum = (all: readonly Tallies[]): Tallies => {
  const total: Record<string, number> = {};
  for (const tallies of all)
    for (const [name, count] of Object.entries(tallies)) total[name] = (total[name] ?? 0) + count;
  return total;
};

async function daysOf(rung: 'A' | 'B', first: number, count: number): Promise<Days> {
  const args = [join(import.meta.dirname, 'days-run.ts'), rung, String(first), String(count)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`days from seed ${first} on rung ${rung} ended with ${code}`);
  return JSON.parse(out) as Days;
}

async function days(rung: 'A' | 'B', first: number, count: number): Promise<Tallies> {
  const parts = await Promise.all(shares(first, count).map(([from, share]) => daysOf(rung, from, share)));
  const failures = parts.flatMap((part) => part.failures);
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
  return sum(parts.map((part) => ({ days: part.days, ...part.tallies })));
}

export const families: readonly Family[] = [
  {
    name: 'simulation',
    what: 'station-days of every fault at once, everything around the product simulated',
    unit: 'station-days',
    goal: 10_000,
    run: (seed, amount) => days('A', seed, amount),
  },
  {
    name: 'simulation on real files',
    what: "the same days with the product's own store",
    unit: 'station-days',
    goal: 1000,
    run: (seed, amount) => days('B', seed, amount),
  },
  {
    name: 'kills',
    what: 'kill -9 of a real process with a real tty and a real broker, at labelled steps and at any moment',
    unit: 'kills',
    goal: 1000,
    async run(seed, amount) {
      const parts = await Promise.all(
        shares(0, amount).map(([from, share], lane) => runKills(seed + from + lane, share)),
      );
      const violations = parts.flatMap((part) => part.violations);
      if (violations.length > 0) throw new Error(`kills, seed ${seed}: ${JSON.stringify(violations.slice(0, 10))}`);
      return sum(parts.map(({ tallies }) => tallies));
    },
  },
  {
    name: 'planted bugs',
    what: 'bugs planted into a copy of the product, each of which must fall within 500 seeds',
    unit: 'bugs',
    goal: PLANTED.filter(({ receipts }) => !receipts || product.receipts).length,
    async run(seed, amount) {
      const tallies: Record<string, number> = { 'planted and caught': 0 };
      for (const planted of PLANTED.filter(({ receipts }) => !receipts || product.receipts).slice(0, amount)) {
        const fell = await firstFall(planted, seed, 500);
        if (!fell) throw new Error(`the planted ${planted.name} stood for 500 seeds from ${seed}`);
        tallies['planted and caught'] = (tallies['planted and caught'] ?? 0) + 1;
        tallies[`${planted.name} fell after`] = fell.seed - seed + 1;
      }
      return tallies;
    },
  },
];
