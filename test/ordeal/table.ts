import type { Family, Tallies } from './family.ts';

export interface OrdealRow {
  readonly family: Pick<Family, 'what' | 'unit' | 'goal' | 'good'>;
  readonly tallies: Tallies;
}

const HEAD = [
  '| what | runs | lost | twice | out of order | another person’s | corrupt | |',
  '|---|---|---|---|---|---|---|---|',
];

const figure = (value: number): string => value.toLocaleString('en');

/** As it stands in the README. A family that has not run in full says how far it came. */
export function table(rows: readonly OrdealRow[]): string {
  const lines = rows.map(({ family, tallies }) => {
    const { runs, lost, twice, disordered, wrongPerson, corrupt } = tallies;
    const many = `${figure(runs)}${runs < family.goal ? ` of ${figure(family.goal)}` : ''} ${family.unit}`;
    const harm = [lost, twice, disordered, wrongPerson, corrupt].map(figure).join(' | ');
    return `| ${family.what} | ${many} | ${harm} | ${family.good(tallies) ? 'as it must be' : '**not as it must be**'} |`;
  });
  return [...HEAD, ...lines].join('\n');
}
