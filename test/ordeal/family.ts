/** What came of so many runs. Everything but `runs` counts harm. */
export interface Tallies {
  readonly runs: number;
  /** Confirmed, and not there afterwards. */
  readonly lost: number;
  /** There twice, or a number that was given a second time. */
  readonly twice: number;
  readonly disordered: number;
  readonly wrongPerson: number;
  /** Other bytes than were saved, or a store that is not whole. */
  readonly corrupt: number;
}

/** One way to ill-treat the station, as often as wanted. */
export interface Family {
  readonly name: string;
  /** One line of the table. */
  readonly what: string;
  /** Of what there are so many runs, in the plural. */
  readonly unit: string;
  /** How many in full. */
  readonly goal: number;
  /** How many at a time: so much is repeated after an interruption. */
  readonly slice: number;
  /** The same seed does the same; the seed is the number of runs before this slice. */
  run(seed: number, amount: number): Promise<Tallies>;
  good(tallies: Tallies): boolean;
}

export const NONE: Tallies = { runs: 0, lost: 0, twice: 0, disordered: 0, wrongPerson: 0, corrupt: 0 };

export const sum = (a: Tallies, b: Tallies): Tallies => ({
  runs: a.runs + b.runs,
  lost: a.lost + b.lost,
  twice: a.twice + b.twice,
  disordered: a.disordered + b.disordered,
  wrongPerson: a.wrongPerson + b.wrongPerson,
  corrupt: a.corrupt + b.corrupt,
});

export const unharmed = ({ lost, twice, disordered, wrongPerson, corrupt }: Tallies): boolean =>
  lost + twice + disordered + wrongPerson + corrupt === 0;
