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

/** Runs both in turn, ours and rival, so that a drifting machine slows both; the medians of five. */
export async function inTurn(
  ours: () => Promise<number>,
  rival: () => Promise<number>,
): Promise<{ ours: number; rival: number }> {
  const measured = { ours: [] as number[], rival: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    measured.ours.push(await ours());
    measured.rival.push(await rival());
  }
  return { ours: median(measured.ours), rival: median(measured.rival) };
}

/** A row of its own limit: at most so much. */
export const atMost = (limit: number, unit: string, ours: number): NonNullable<Row['wanted']> => ({
  what: `≤ ${limit} ${unit}`,
  met: ours <= limit,
});

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

const verdict = ({ wanted }: Row): string =>
  wanted ? `${wanted.what} | ${wanted.met ? 'met' : '**not met**'}` : ' | ';

/** Markdown. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { what, unit, ours, rival } = row;
    const beside = rival ? `${rival.name}: ${number(rival.value)} ${unit} | ${(ours / rival.value).toFixed(2)}` : ' | ';
    return `| ${what} | ${number(ours)} ${unit} | ${beside} | ${verdict(row)} |`;
  });
  return ['| what | ours | beside | ratio | wanted | |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
