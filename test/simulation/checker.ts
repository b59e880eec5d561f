/**
 * Decides over a history alone whether the station kept its promises. It shares no code with the station, nor with what
 * made the history. An invariant more is a function more in the list.
 */
import { type Event, eventOf } from './event.ts';
import type { FactOf, Happened, History, Mark, Violation } from './history.ts';

/** A history, and what is read out of it once for all invariants. */
interface Case {
  readonly history: History;
  of<What extends Happened['what']>(what: What): readonly FactOf<What>[];
  /** What a payload says; each is looked at once. */
  event(payload: string): Event;
  /** Every arrival at the platform, repeats too. */
  readonly arrivals: readonly { readonly by: Happened; readonly event: Event; readonly payload: string }[];
  /** What the platform holds in the end: first arrivals that it did not lose again, by source and id. */
  readonly held: ReadonlyMap<string, Event>;
  readonly measured: ReadonlyMap<Mark, FactOf<'measured'>>;
}
type Breach = { readonly says: string; readonly by?: Happened };
export type Invariant = (seen: Case) => Iterable<Breach>;

/** Of one measurement, not of a set's average. */
const marksOf = ({ kind, averageOf, values }: Event, measured: Case['measured']): readonly Mark[] =>
  kind === 'observation' && averageOf.length === 0 ? [...new Set(values)].filter((value) => measured.has(value)) : [];

/** Tombstones at the platform, by the sequence that they stand in for. */
const tombstones = ({ held }: Case): ReadonlySet<number> =>
  new Set([...held.values()].filter(({ kind }) => kind === 'tombstone').map(({ sequence }) => sequence));

/** Rows that nobody can read, or nobody will take: what the station may bury. */
const unsendable = ({ of, event }: Case): Event[] =>
  [...of('damaged'), ...of('refused for good'), ...of('hung up')].map(({ payload }) => event(payload));

/** I1, no loss: what a screen called saved is at the platform in the end. */
const noLoss: Invariant = function* (seen) {
  const buried = tombstones(seen);
  const there = new Set([
    ...[...seen.held.values()].flatMap((event) => marksOf(event, seen.measured)),
    ...unsendable(seen).flatMap((event) => (buried.has(event.sequence) ? marksOf(event, seen.measured) : [])),
  ]);
  for (const shown of seen.of('shown')) {
    if (shown.as !== 'saved') continue;
    for (const mark of shown.marks)
      if (!there.has(mark)) yield { says: `${mark}, called saved, never arrived`, by: shown };
  }
};

/** I2, once in effect: repeats are the same bytes; no sequence and no measurement has two ids. */
const once: Invariant = function* ({ arrivals, held, measured }) {
  const payloads = new Map<string, string>();
  const idOf = new Map<number, Event>();
  for (const { by, event, payload } of arrivals) {
    const first = payloads.get(event.key);
    if (first === undefined) payloads.set(event.key, payload);
    else if (first !== payload) yield { says: `a repeat of ${event.sequence} differs`, by };
    const former = idOf.get(event.sequence);
    if (former && former.key !== event.key && event.kind !== 'tombstone')
      yield { says: `the sequence ${event.sequence} has two ids`, by };
    idOf.set(event.sequence, event);
  }
  const ids = new Map<Mark, string>();
  for (const event of held.values()) {
    for (const mark of marksOf(event, measured)) {
      if (ids.has(mark)) yield { says: `${mark} arrived under two ids` };
      ids.set(mark, event.id);
    }
  }
};

/**
 * I3, order: first arrivals rise one by one, but for what broker or platform had acknowledged and lost, and what the
 * broker refused, for now or for good, while it took what had been sent behind it.
 */
const order: Invariant = function* ({ history, event: eventIn }) {
  const lost = new Set<number>();
  const there = new Set<number>();
  let highest = 0;
  for (const by of history) {
    if (by.what === 'lost') {
      for (const sequence of by.sequences) {
        lost.add(sequence);
        if (by.by === 'platform') there.delete(sequence);
      }
    } else if (by.what === 'not taken') lost.add(by.sequence);
    else if (by.what === 'refused for good' || by.what === 'hung up') lost.add(eventIn(by.payload).sequence);
    else if (by.what === 'arrived') {
      const { sequence } = eventIn(by.payload);
      if (there.has(sequence)) continue;
      there.add(sequence);
      if (sequence < highest && !lost.has(sequence)) yield { says: `${sequence} arrived first after ${highest}`, by };
      for (let between = highest + 1; between < sequence; between++)
        if (!lost.has(between)) yield { says: `${sequence} overtook ${between}`, by };
      highest = Math.max(highest, sequence);
    }
  }
};

/** A measurement is filed so long after it began, at most: the longest one, and the longest way of its frames. */
const FILED_WITHIN_MS = 60_000;

/** I4, time: the event bears the station's own time of the measurement, whatever its calendar did before and after. */
const time: Invariant = function* ({ held, measured, of }) {
  const steps = of('wall stepped');
  for (const event of held.values()) {
    for (const mark of marksOf(event, measured)) {
      const began = measured.get(mark);
      if (!began) continue;
      const meanwhile = steps.filter(({ at }) => at >= began.at && at <= began.at + FILED_WITHIN_MS);
      let stepped = 0;
      const offsets = [0, ...meanwhile.map(({ byMs }) => (stepped += byMs))];
      const late = event.timeMs - began.wallMs;
      if (!offsets.some((offset) => late - offset > -1000 && late - offset < FILED_WITHIN_MS))
        yield { says: `${mark} bears a time ${late} ms from its own` };
    }
  }
};

/** I5, right person: filed under the visit that was open when the device began, or under none; what was only to be shown, not at all. */
const person: Invariant = function* ({ held, measured, of }) {
  const onlyShown = new Set(of('shown').flatMap(({ as, marks }) => (as === 'shown-only' ? marks : [])));
  const byId = new Map([...held.values()].map((event) => [event.id, event]));
  for (const event of held.values()) {
    if (event.kind !== 'observation') continue;
    const marks = marksOf(event, measured);
    if (event.averageOf.length === 0 && marks.length === 0)
      yield { says: `${event.sequence} holds a value that nobody measured` };
    for (const mark of marks) {
      const began = measured.get(mark);
      if (began?.subject !== event.subject)
        yield { says: `${mark} is filed under ${event.subject}, and was measured in ${began?.subject ?? 'no visit'}` };
      if (onlyShown.has(mark)) yield { says: `${mark} was only to be shown` };
    }
    for (const id of event.averageOf) {
      const part = byId.get(id);
      if (part && part.subject !== event.subject) yield { says: `${event.sequence} is an average over two people` };
    }
  }
};

/** I8, bounded: no more on its way than the broker bears; nothing that must stay small has grown. */
const bounded: Invariant = function* ({ of }) {
  const most = new Map(of('line opened').map(({ line, mostOpen }) => [line, mostOpen]));
  // A window that was begun anew meets what is left of the one before; the line itself holds back what is too many.
  for (const by of of('published'))
    if (by.open > 2 * (most.get(by.line) ?? 0)) yield { says: `${by.open} are on their way at once`, by };
  for (const by of of('gauge'))
    if (by.value > by.most) yield { says: `${by.name}: ${by.value}, at most ${by.most}`, by };
};

/** I9, no silence: no number is missing at the platform, and what was buried has its alarm. */
const noSilence: Invariant = function* ({ held, of }) {
  const sequences = new Set([...held.values()].map(({ sequence }) => sequence));
  const highest = Math.max(0, ...sequences);
  for (let sequence = 1; sequence <= highest; sequence++)
    if (!sequences.has(sequence)) yield { says: `${sequence} is nowhere` };
  const buried = [...held.values()].some(({ stone }) => stone !== undefined);
  const alarmed = of('said').some(({ where, text }) => where === 'topic' && text.endsWith('.row-set-aside'));
  if (buried && !alarmed) yield { says: 'rows were buried without an alarm' };
};

/**
 * So often one process meets a row at which the line dies, at most, once two good rows stand behind it: then it is buried.
 * More for each such row directly behind it, which are no good to tell it from the line.
 */
const MOST_DEATHS = 20;
const MORE_DEATHS = 15;

function* heldUp({ history, held, measured, event: eventIn }: Case): Iterable<Breach> {
  const hungUp = new Set(history.flatMap((by) => (by.what === 'hung up' ? [eventIn(by.payload).sequence] : [])));
  if (hungUp.size === 0) return;
  const sequenceOf = new Map(
    [...held.values()].flatMap((event) => marksOf(event, measured).map((mark) => [mark, event.sequence])),
  );
  const good: number[] = [];
  const deaths = new Map<number, number>();
  for (const by of history) {
    if (by.what === 'died') deaths.clear();
    else if (by.what === 'shown' && by.as === 'saved')
      good.push(...by.marks.map((mark) => sequenceOf.get(mark) ?? 0).filter((sequence) => !hungUp.has(sequence)));
    else if (by.what === 'hung up') {
      const { sequence } = eventIn(by.payload);
      if (new Set(good.filter((other) => other > sequence)).size < 2) continue;
      let most = MOST_DEATHS;
      for (let next = sequence + 1; hungUp.has(next); next++) most += MORE_DEATHS;
      const died = (deaths.get(sequence) ?? 0) + 1;
      deaths.set(sequence, died);
      if (died === most) yield { says: `${sequence} holds up all that is behind it`, by };
    }
  }
}

/** Only an alarm for somebody in danger stays without a hand. */
const AT_REST = ['idle', 'act-now', 'act-now.call'];

/** I10, liveness: no row holds up the others for good; healed, everything comes to rest and works. */
const liveness: Invariant = function* (seen) {
  yield* heldUp(seen);
  const rest = seen.of('rest').at(-1);
  if (!rest) return yield { says: 'the history has no end' };
  if (rest.waiting > 0) yield { says: `${rest.waiting} events still wait`, by: rest };
  if (!rest.online) yield { says: 'the station is offline', by: rest };
  for (const device of rest.down) yield { says: `${device} has not come back`, by: rest };
  if (!AT_REST.includes(rest.screen)) yield { says: `the screen still shows ${rest.screen}`, by: rest };
};

const FOUR_PLACES = /\.\d{4}/;

/** I11, privacy: no value and no visit in what leaves the station beside its events, nor in what stands in for one. */
const privacy: Invariant = function* ({ of, arrivals, measured }) {
  const stones = arrivals.filter(({ event }) => event.stone !== undefined);
  for (const { where, text, by } of [
    ...of('said').map((by) => ({ where: by.where, text: by.text, by })),
    ...stones.map(({ payload, by }) => ({ where: 'a tombstone', text: payload, by })),
  ]) {
    // Most texts have none, and what begins with a point is found sooner than what begins with any digits.
    if (FOUR_PLACES.test(text))
      for (const [number] of text.matchAll(/\d+\.\d{4,}/g))
        if (measured.has(Number(number))) yield { says: `a value in ${where}`, by };
    if (/urn:uuid:[0-9a-f]/.test(text)) yield { says: `a visit in ${where}`, by };
  }
};

const READY_WITHIN_MS = 15_000;

/** I12, restart: whatever it died of, it stands again by itself. */
const restart: Invariant = function* ({ history, of }) {
  for (const by of of('refused to start')) yield { says: `it did not start: ${by.why}`, by };
  const readies = of('ready');
  for (const by of history)
    if (by.what === 'died' && !readies.some(({ at }) => at >= by.at && at <= by.at + READY_WITHIN_MS))
      yield { says: 'it did not come back', by };
};

/**
 * I13, burial: each row that the broker refused for good has one tombstone and no second one; no other row has any, but
 * for those that the disk damaged, and those at which the line died; and each says whose place it has, and why.
 */
const burial: Invariant = function* ({ arrivals, held, of, event: eventIn }) {
  const refused = new Map(of('refused for good').map(({ payload, code }) => [eventIn(payload).id, code]));
  const damaged = new Set(of('damaged').map(({ payload }) => eventIn(payload).id));
  const hungUp = new Set(of('hung up').map(({ payload }) => eventIn(payload).id));
  const stones = new Map<number, string>();
  const buried = new Set<string>();
  const came = new Set<string>();
  for (const { by, event } of arrivals) {
    const { stone, sequence, id } = event;
    if (!stone) {
      came.add(id);
      continue;
    }
    if ((stones.get(sequence) ?? id) !== id) yield { says: `${sequence} has two tombstones`, by };
    stones.set(sequence, id);
    const whose = stone.of ?? '';
    buried.add(whose);
    const known = stone.code === undefined ? hungUp.has(whose) : refused.get(whose) === stone.code;
    const dead = stone.reason === 'damaged' ? damaged.has(whose) : known;
    if (!dead) yield { says: `${sequence} was buried alive`, by };
    else if (stone.reason === 'refused' && came.has(whose))
      yield { says: `${sequence} was buried, and had arrived`, by };
  }
  for (const by of of('refused for good')) {
    const { id, sequence } = eventIn(by.payload);
    const there = [...held.values()].filter((event) => event.sequence === sequence);
    if (!buried.has(id) || there.length !== 1)
      yield { says: `${sequence}, refused for good, is not what lies there`, by };
  }
};

export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'I1 no loss': noLoss,
  'I2 once': once,
  'I3 order': order,
  'I4 time': time,
  'I5 person': person,
  'I8 bounded': bounded,
  'I9 no silence': noSilence,
  'I10 liveness': liveness,
  'I11 privacy': privacy,
  'I12 restart': restart,
  'I13 burial': burial,
};

export function check(history: History, invariants = INVARIANTS): Violation[] {
  const seen = caseOf(history);
  return Object.entries(invariants).flatMap(([invariant, holds]) =>
    Array.from(holds(seen), ({ says, by }) => ({ invariant, says, ...(by && { atMs: by.at }) })),
  );
}

function caseOf(history: History): Case {
  const byKind = Map.groupBy(history, ({ what }) => what);
  const events = new Map<string, Event>();
  const eventIn = (payload: string): Event => {
    const known = events.get(payload);
    if (known) return known;
    const made = eventOf(payload);
    events.set(payload, made);
    return made;
  };
  const of: Case['of'] = (what) => (byKind.get(what) ?? []).filter((happened) => isOf(happened, what));
  const arrivals: { readonly by: Happened; readonly event: Event; readonly payload: string }[] = [];
  const held = new Map<string, Event>();
  for (const by of history) {
    if (by.what === 'arrived') {
      const event = eventIn(by.payload);
      arrivals.push({ by, event, payload: by.payload });
      if (!held.has(event.key)) held.set(event.key, event);
    } else if (by.what === 'lost' && by.by === 'platform') {
      const gone = new Set(by.sequences);
      for (const [key, { sequence }] of held) if (gone.has(sequence)) held.delete(key);
    }
  }
  return {
    history,
    of,
    event: eventIn,
    arrivals,
    held,
    measured: new Map(of('measured').map((fact) => [fact.mark, fact])),
  };
}

const isOf = <What extends Happened['what']>(happened: Happened, what: What): happened is FactOf<What> =>
  happened.what === what;
