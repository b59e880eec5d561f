/** The station list's answer, read whole. */
import type { StationListHead, StationRow } from '../../fleet/contract/stations.ts';

export interface ReadList {
  readonly head: StationListHead;
  readonly stations: readonly StationRow[];
}

export const jsonLines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

export async function stationList(answer: Response): Promise<ReadList> {
  const [head, ...rows] = jsonLines(await answer.text());
  return { head: head as StationListHead, stations: rows.flat() as StationRow[] }; // as the contract says; a test holds it
}
