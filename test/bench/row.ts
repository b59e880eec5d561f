/** One line of the bench: ours beside its rival, measured in the same run, or alone against a limit. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly rival?: { readonly name: string; readonly value: number };
  /** What the figure must be, in words; absent where it is only shown. */
  readonly wanted?: { readonly what: string; readonly met: boolean };
}

export const ROUNDS = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

type Contestants = Readonly<Record<string, (() => Promise<number>) | undefined>>;

/** Runs all in turn, five times over, so that a drifting machine slows each; the median of each. One that is not there is left out. */
export async function inTurn<All extends Contestants>(
  contestants: All,
): Promise<{ [Who in keyof All]: undefined extends All[Who] ? number | undefined : number }>;
export async function inTurn(contestants: Contestants): Promise<Record<string, number>> {
  const all = Object.entries(contestants).flatMap(([who, measure]) =>
    measure ? [{ who, measure, values: [] as number[] }] : [],
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const { measure, values } of all) values.push(await measure());
  }
  return Object.fromEntries(all.map(({ who, values }) => [who, median(values)]));
}

type Wanted = NonNullable<Row['wanted']>;

/** A row of its own limit: at most so much. */
export const atMost = (limit: number, unit: string, ours: number): Wanted => ({
  what: `≤ ${limit} ${unit}`,
  met: ours <= limit,
});

type Against = { readonly ours: number; readonly rival: number };

/** For what should be large: at least so many times the rival's. */
export const timesAtLeast = (times: number, { ours, rival }: Against): Wanted => ({
  what: `≥ ${times}`,
  met: ours >= times * rival,
});

/** For what should be small. */
export const timesAtMost = (times: number, { ours, rival }: Against): Wanted => ({
  what: `≤ ${times}`,
  met: ours <= times * rival,
});

const number = (value: number): string =>
  value === 0 ? '0' : value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

const verdict = ({ wanted }: Row): string =>
  wanted ? `${wanted.what} | ${wanted.met ? 'met' : '**not met**'}` : ' | ';

const ratio = (ours: number, rival: number): string => (rival === 0 ? '–' : (ours / rival).toFixed(2));

/** Markdown. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { what, unit, ours, rival } = row;
    const beside = rival ? `${rival.name}: ${number(rival.value)} ${unit} | ${ratio(ours, rival.value)}` : ' | ';
    return `| ${what} | ${number(ours)} ${unit} | ${beside} | ${verdict(row)} |`;
  });
  return ['| what | ours | beside | ratio | wanted | |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
