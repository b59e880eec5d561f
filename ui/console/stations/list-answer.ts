/** The station list as it comes, line by line: the worst stands there at once, and reading the rest keeps no hand waiting. */
import type { StationListHead, StationRow } from '../../../fleet/contract/stations.ts';
import { api, breath, noAnswer } from '../api.ts';
import { knowPlaces } from './places.ts';

/** A list that is coming, or has come. */
export interface Stations {
  readonly at: number;
  /** How many there are; until all have come `stations` has fewer, the most troubled first. */
  readonly total: number;
  readonly stations: readonly StationRow[];
  /** How often one of them has become more or less urgent since: 0 while all stand as they came, trouble first. */
  readonly turns: number;
}

/** Where it comes slowly, what has come since is shown so often. */
const SHOWN_EVERY_MS = 1_500;
const BUSY_AT_MOST_MS = 4;

type Part = (soFar: Stations) => void;

interface Early {
  readonly askedMs: number;
  readonly whole: Promise<Stations>;
  /** Whoever shows it has come. */
  taken(part: Part): void;
}
/** An older one is not shown: what has changed since nobody would tell. The live feed looks back as far. */
const EARLY_MS = 5_000;
let early: Early | undefined;

/**
 * Asks for the list before the page stands that will show it.
 * @param part is told its first rows; more of it is read when that page has come.
 */
export function askEarly(part: Part): Promise<unknown> {
  const shown = Promise.withResolvers<Part>();
  const first = Promise.withResolvers<void>();
  let tell = part;
  void shown.promise.then((its) => {
    tell = its;
  });
  const whole = api.stations().then((answer) =>
    readStations(answer, async (soFar) => {
      tell(soFar);
      first.resolve();
      await shown.promise;
    }),
  );
  early = { askedMs: performance.now(), whole, taken: shown.resolve };
  const failed = whole.catch(() => {
    early = undefined; // nobody was signed in, perhaps: whoever shows the list asks anew
  });
  return Promise.race([first.promise, failed]);
}

/**
 * @param part is told what has come so far: the first rows at once, then now and then.
 * @throws {Refused} with status 0 where the answer breaks off.
 */
export async function askStations(part: Part): Promise<Stations> {
  const begun = early && performance.now() - early.askedMs < EARLY_MS ? early : undefined;
  early = undefined;
  begun?.taken(part);
  return begun?.whole ?? readStations(await api.stations(), part);
}

/** Until the next picture stands. A page that nobody sees has none. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve));
  });

async function readStations(answer: Response, part: (soFar: Stations) => void | Promise<void>): Promise<Stations> {
  const stations: StationRow[] = [];
  const places = new Map<string, number>();
  let head: StationListHead | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  let rested = performance.now();
  for await (const line of linesOf(answer)) {
    if (head)
      for (const row of JSON.parse(line) as StationRow[]) {
        places.set(row.id, stations.length);
        stations.push(row);
      }
    else head = JSON.parse(line) as StationListHead;
    const now = performance.now();
    if (stations.length > 0 && stations.length < head.total && now - shownAt > SHOWN_EVERY_MS) {
      await part({ ...head, stations: [...stations], turns: 0 });
      await painted();
      shownAt = performance.now();
    } else if (now - rested < BUSY_AT_MOST_MS) continue;
    await breath();
    rested = performance.now();
  }
  if (head?.total !== stations.length) throw noAnswer();
  knowPlaces(stations, places);
  return { ...head, stations, turns: 0 };
}

/** However much has come, a browser hands over no more of it at once: neither it nor we are busy with it for long. */
const PIECE_BYTES = 65_536;

async function* linesOf(answer: Response): AsyncGenerator<string> {
  const reader = answer.body?.getReader({ mode: 'byob' });
  const more = (buffer: ArrayBuffer) =>
    reader?.read(new Uint8Array(buffer)).catch(() => {
      throw noAnswer();
    });
  const decoder = new TextDecoder();
  let rest = '';
  for (let read = await more(new ArrayBuffer(PIECE_BYTES)); read && !read.done; read = await more(read.value.buffer)) {
    const lines = (rest + decoder.decode(read.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
