/**
 * What became of the readings in a memory, judged from outside: who measured what and when, what the screens asked, what
 * hands answered, what was filed. Knows nothing of visits, of clocks or of how a record is recognised.
 */

export type Seen = { readonly at: number } & (
  | { readonly what: 'begins'; readonly visit: string; readonly person: string }
  | { readonly what: 'told'; readonly visit: string; readonly files: boolean }
  | { readonly what: 'measured'; readonly person: string; readonly mmolPerL: number; readonly control: boolean }
  | { readonly what: 'clock set' }
  /** The meter has told all its records, so many: a full one has forgotten the oldest. */
  | { readonly what: 'dumped'; readonly holds: number }
  /** A screen of a glucose test stands there, or has just gone: its visit has the meter. */
  | { readonly what: 'tests'; readonly visit: string }
  /** A screen shows this value, and asks whose it is. */
  | { readonly what: 'asked'; readonly visit: string; readonly mmolPerL: number }
  /** `careless`: who says yes to anything. */
  | { readonly what: 'mine'; readonly visit: string; readonly careless: boolean }
  | { readonly what: 'filed'; readonly visit: string; readonly mmolPerL: number }
  | { readonly what: 'logged'; readonly text: string }
);
type Of<What extends Seen['what']> = Extract<Seen, { what: What }>;

export type Broken =
  | 'asked about what was not measured during the visit'
  | 'asked about one of several'
  | 'asked about a control solution'
  | 'filed for another person'
  | 'filed without a yes'
  | 'filed for who wanted nothing filed'
  | 'filed twice'
  | 'logged';

/** So long after another's test the meter is still theirs. */
const KEPT_MS = 31_000;
/** A time to the minute, and what a clock may be out beside it: within it nobody can say which came first. */
const SURELY_MS = 62_000;

export function check(history: readonly Seen[]): Broken[] {
  const all = <What extends Seen['what']>(what: What): Of<What>[] =>
    history.filter((seen): seen is Of<What> => seen.what === what);
  const [begins, measured, dumps, sets] = [all('begins'), all('measured'), all('dumped'), all('clock set')];
  const persons = measured.filter(({ control }) => !control);
  const of = (visit: string): Of<'begins'> | undefined => begins.find((each) => each.visit === visit);
  const broken: Broken[] = [];

  for (const { visit, mmolPerL, at } of all('asked')) {
    const began = of(visit)?.at ?? at;
    const alike = persons.filter((each) => each.mmolPerL === mmolPerL && each.at < at);
    if (alike.length === 0) broken.push('asked about a control solution');
    const clockMoved = alike.some((each) => sets.some((set) => set.at > each.at && set.at < at));
    if (!clockMoved && !alike.some((each) => each.at >= began))
      broken.push('asked about what was not measured during the visit');
    const [last, before] = dumps.filter((dump) => dump.at < at).toReversed();
    const certainly = Math.max(before?.at ?? began, began + SURELY_MS);
    const others = (all('tests').findLast((test) => test.visit !== visit && test.at < at)?.at ?? 0) + KEPT_MS;
    const held = measured.filter((each) => last && each.at < last.at).slice(-(last?.holds ?? 0) || measured.length);
    const fresh = held.filter((each) => !each.control && each.at > Math.max(certainly, others));
    if (!clockMoved && fresh.length > 1) broken.push('asked about one of several');
  }

  const filed = all('filed');
  for (const { visit, mmolPerL, at } of filed) {
    const yes = all('mine').filter((each) => each.visit === visit && each.at <= at);
    const mine = filed.filter((each) => each.visit === visit && each.at <= at);
    if (yes.length < mine.length) broken.push('filed without a yes');
    if (all('told').some((told) => told.visit === visit && !told.files))
      broken.push('filed for who wanted nothing filed');
    const person = of(visit)?.person;
    const own = persons.some((each) => each.mmolPerL === mmolPerL && each.person === person && each.at < at);
    if (!own && !yes.some(({ careless }) => careless)) broken.push('filed for another person');
  }
  for (const { mmolPerL } of filed) {
    const times = persons.filter((each) => each.mmolPerL === mmolPerL).length;
    if (filed.filter((each) => each.mmolPerL === mmolPerL).length > times) broken.push('filed twice');
  }
  const told = measured.map(({ mmolPerL }) => String(mmolPerL));
  for (const { text } of all('logged'))
    if (/NEEDLE/.test(text) || told.some((value) => value.includes('.') && text.includes(value))) broken.push('logged');
  return [...new Set(broken)];
}
