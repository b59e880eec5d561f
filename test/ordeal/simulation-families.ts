/** The simulated station's days, the kills of a real one, and the bugs that must fall: what the long plan takes of them. */
import { join } from 'node:path';
import { printed } from '../printed.ts';
import { runDays, seedsFrom } from '../simulation/days.ts';
import { breachesOf } from '../simulation/deposit-script.ts';
import { runKills } from '../simulation/kills.ts';
import { interleaveAll } from '../simulation/memory-run.ts';
import { firstFall, PLANTED, plantedTree } from '../simulation/planted.ts';
import { type Family, NONE, sum, type Tallies, unharmed } from './family.ts';

const SEEDS = 500;

/** A broken promise, by the number of its invariant, as the harm that the table counts. */
const HARM: Readonly<Record<string, keyof Omit<Tallies, 'runs'>>> = {
  I1: 'lost',
  I2: 'twice',
  I3: 'disordered',
  I5: 'wrongPerson',
};
function harmOf(text: string): Tallies {
  const harm = { ...NONE };
  const broken = new Set(text.match(/\bI\d+\b/g) ?? ['I0']);
  for (const invariant of broken) Object.assign(harm, { [HARM[invariant] ?? 'corrupt']: 1 });
  return harm;
}

async function days(rung: 'A' | 'B', before: number, amount: number): Promise<Tallies> {
  const { failures } = await runDays(seedsFrom(before + 1, amount, { rung }));
  for (const failure of failures) process.stderr.write(`${failure}\n\n`);
  return failures.map(harmOf).reduce(sum, { ...NONE, runs: amount });
}

async function memories(before: number, amount: number): Promise<Tallies> {
  const { broken } = await interleaveAll(before + 1, amount);
  for (const one of broken) process.stderr.write(`${JSON.stringify(one)}\n`);
  const twice = broken.filter(({ what }) => what.includes('filed twice')).length;
  return { ...NONE, runs: amount, twice, wrongPerson: broken.length - twice };
}

async function kills(before: number, amount: number): Promise<Tallies> {
  const { violations } = await runKills(before + 1, amount);
  for (const violation of violations.slice(0, 10)) process.stderr.write(`${JSON.stringify(violation)}\n`);
  return violations.map(({ invariant }) => harmOf(invariant)).reduce(sum, { ...NONE, runs: amount });
}

/** One after the other; the last of them falls only where the power goes. */
async function planted(before: number, amount: number): Promise<Tallies> {
  const names = [...PLANTED.map(({ name }) => name), NORMAL];
  let tallies = NONE;
  for (const name of names.slice(before, before + amount)) {
    const fell = name === NORMAL ? await normalFalls() : await fallsInDays(name);
    process.stderr.write(`${name}: ${fell ?? 'STANDS'}\n`);
    tallies = sum(tallies, { ...NONE, runs: 1, lost: fell === undefined ? 1 : 0 });
  }
  return tallies;
}
const NORMAL = 'normal-sync';

async function fallsInDays(name: string): Promise<string | undefined> {
  const bug = PLANTED.find((each) => each.name === name);
  const fell = bug && (await firstFall(bug, 1, SEEDS));
  return fell && `seed ${fell.seed}, ${fell.invariant}`;
}

async function normalFalls(): Promise<string | undefined> {
  using tree = plantedTree(NORMAL);
  const script = join(tree.folder, 'test', 'ordeal', 'power-cut', 'cuts-run.ts');
  const { lost } = JSON.parse(await printed([script, '1', String(SEEDS)])) as { readonly lost: number };
  return lost > 0 ? `${lost} events lost over ${SEEDS} power cuts` : undefined;
}

async function deposits(before: number, amount: number): Promise<Tallies> {
  let tallies = { ...NONE, runs: amount };
  for (let seed = before + 1; seed <= before + amount; seed++) {
    const broken = await breachesOf(seed);
    if (broken.length === 0) continue;
    process.stderr.write(`deposits, seed ${seed}: ${broken.join('; ')}\n`);
    const is = (words: string): number => Number(broken.some((says) => says.includes(words)));
    const [lost, twice] = [is('lost') || is('not credited'), is('twice') || is('more is credited')];
    tallies = sum(tallies, { ...NONE, lost, twice, corrupt: lost + twice > 0 ? 0 : 1 });
  }
  return tallies;
}

export const SIMULATION_FAMILIES: readonly Family[] = [
  {
    name: 'days',
    what: 'a station’s day with a random choice of every fault at once; everything around the product simulated, its disk too',
    unit: 'station-days',
    goal: 10_000,
    slice: 500,
    run: (seed, amount) => days('A', seed, amount),
    good: unharmed,
  },
  {
    name: 'days-on-files',
    what: "such days on the product's own store and real files",
    unit: 'station-days',
    goal: 1000,
    slice: 100,
    run: (seed, amount) => days('B', seed, amount),
    good: unharmed,
  },
  {
    name: 'memories',
    what: 'two people, two screens, and one meter that is read out of its memory: who is shown, asked and filed what',
    unit: 'interleavings',
    goal: 10_000,
    slice: 500,
    run: memories,
    good: unharmed,
  },
  {
    name: 'deposits',
    what: 'residents, staff, kills, resets and a refusing disk in any order at one bin: its door, its scale and its points',
    unit: 'scripts',
    goal: 10_000,
    slice: 500,
    run: deposits,
    good: unharmed,
  },
  {
    name: 'kills',
    what: 'kill -9 of a real process with a real tty and a real broker, at each labelled step and at any moment',
    unit: 'kills',
    goal: 1000,
    slice: 50,
    run: kills,
    good: unharmed,
  },
  {
    name: 'planted-bugs',
    what: `the control: bugs planted into the product, each of which must fall within ${SEEDS} seeds (lost: it stood)`,
    unit: 'bugs',
    goal: PLANTED.length + 1,
    slice: 1,
    run: planted,
    good: unharmed,
  },
];
