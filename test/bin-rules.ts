/**
 * What must hold of a bin whatever happens, judged by what could be seen of it from outside. Written from the rules alone:
 * it shares nothing with the machine, and knows no figure but its own.
 */
import type { Seen } from './a-bin.ts';

export const RULES = [
  'no pulse without a use of its own before it',
  'at most two pulses an authorisation, and none once it is spent',
  'a second pulse only at a closed door',
  'no pulse after a restart for what was begun before it',
  'no pulse while it is full',
  'the door does not open by itself',
  'the door does not close on a blocked beam',
  'a hand that no beam sees is let go',
  'a blocked beam reopens the door',
  'at most three closing moves, then staff',
  'the motor is dead in smoke and heat',
  'the motor is dead in alarm, fault, service and offline',
  'an alarm when the door is open for a minute',
  'a task when the door is open for five minutes',
  'each opening has one task',
] as const;
export type Rule = (typeof RULES)[number];

const RULED = ['alarm', 'fault', 'service', 'offline', 'boot'];
/** A closed bin is judged by then. */
const SURE_AFTER_MS = 5000;
const PROBES = ['levelMm', 'celsius', 'motorAmps', 'coarseGrams', 'beamFree'];

/** Everything that is known at one moment. */
function atFirst() {
  return {
    now: 0,
    board: true,
    /** The board takes commands, and what was said to it while it did not has been made good. */
    hears: true,
    deaf: false,
    host: false,
    drive: 'drive released',
    closed: true,
    openedAt: 0,
    closedAt: 0,
    /** It was let go before it was home: its bolt has not caught. */
    ajar: false,
    pulsedAt: Number.NEGATIVE_INFINITY,
    pushedAt: Number.NEGATIVE_INFINITY,
    hand: false,
    handAt: 0,
    pressing: false,
    wires: new Map<string, string>(),
    mm: 950,
    celsius: 22,
    grams: 0,
    smoke: false,
    place: 'boot',
    doorAlarm: false,
    task: false,
    closings: 0,
    used: false,
    uses: new Map<string, number>(),
    /** Spent, or begun before a restart, or given before one of the host. */
    over: new Map<string, Rule>(),
    given: new Set<string>(),
    full: { level: false, weight: false, unknown: false },
    /** It went from closing to released with a hand in: right only if something rules it. */
    letGoAt: undefined as number | undefined,
  };
}
type Facts = ReturnType<typeof atFirst>;

const listens = (now: Facts): boolean => now.board && now.hears && now.host;
const whole = (now: Facts, wire: string): boolean => !now.wires.has(wire);
const alive = (now: Facts): boolean => now.drive !== 'drive released' && listens(now);
const readsOpen = (now: Facts): boolean =>
  now.board && now.host && (now.wires.get('doorClosed') === 'cut' || (whole(now, 'doorClosed') && !now.closed));
const restsClosed = (now: Facts): boolean =>
  now.board && now.host && now.closed && whole(now, 'doorClosed') && ['settling', 'locked', 'full'].includes(now.place);

/** What may not be so for longer than that. */
const LIMITS: readonly { readonly rule: Rule; readonly ms: number; readonly while: (now: Facts) => boolean }[] = [
  {
    rule: 'the door does not close on a blocked beam',
    ms: 50,
    while: (now) => alive(now) && now.drive === 'drive closed' && now.hand && whole(now, 'beamFree'),
  },
  {
    rule: 'a hand that no beam sees is let go',
    ms: 350,
    while: (now) => alive(now) && now.pressing && now.wires.get('beamFree') === 'short',
  },
  {
    rule: 'the motor is dead in smoke and heat',
    ms: 210,
    while: (now) =>
      alive(now) && ((now.smoke && whole(now, 'smokeFree')) || (now.celsius > 60 && whole(now, 'celsius'))),
  },
  {
    rule: 'the motor is dead in alarm, fault, service and offline',
    ms: 0,
    while: (now) => alive(now) && RULED.includes(now.place),
  },
  {
    rule: 'an alarm when the door is open for a minute',
    ms: 60_040,
    while: (now) => readsOpen(now) && !now.doorAlarm,
  },
  { rule: 'a task when the door is open for five minutes', ms: 300_040, while: (now) => readsOpen(now) && !now.task },
];

/** What is believed once it was so for so long. */
const SURE: readonly { readonly of: keyof Facts['full']; readonly while: (now: Facts) => boolean }[] = [
  { of: 'level', while: (now) => restsClosed(now) && whole(now, 'levelMm') && now.mm <= 280 },
  { of: 'weight', while: (now) => restsClosed(now) && whole(now, 'coarseGrams') && now.grams >= 40_000 },
  { of: 'unknown', while: (now) => restsClosed(now) && PROBES.some((wire) => now.wires.get(wire) === 'cut') },
];

/** Which rules were broken, and when first. */
export function brokenIn(seen: readonly Seen[]): Map<Rule, number> {
  const broken = new Map<Rule, number>();
  const breaks = (rule: Rule): void => {
    if (!broken.has(rule)) broken.set(rule, now.now);
  };
  const now = atFirst();
  const since = new Map<object, number>();

  for (const one of seen) {
    now.now = one.at;
    for (const limit of LIMITS) if (one.at - (since.get(limit) ?? one.at) > limit.ms) breaks(limit.rule);
    for (const sure of SURE)
      if (one.at - (since.get(sure) ?? one.at) > SURE_AFTER_MS) now.full = { ...now.full, [sure.of]: true };
    if ('what' in one) happened(one, now, breaks);
    else saw(one, now, breaks);
    if (now.letGoAt !== undefined && (RULED.includes(now.place) || now.letGoAt < one.at)) {
      if (!RULED.includes(now.place)) breaks('a blocked beam reopens the door');
      now.letGoAt = undefined;
    }
    if ('saw' in one && one.saw === 'collected') for (const sure of SURE) since.delete(sure); // judged anew
    for (const condition of [...LIMITS, ...SURE]) {
      if (!condition.while(now)) since.delete(condition);
      else if (!since.has(condition)) since.set(condition, one.at);
    }
  }
  return broken;
}

function happened(one: Extract<Seen, { what: unknown }>, now: Facts, breaks: (rule: Rule) => void): void {
  const [word = '', is = ''] = one.what.split(' ');
  switch (one.what) {
    case 'pulse':
      if (!now.used) breaks('no pulse without a use of its own before it');
      if (now.full.level || now.full.weight || now.full.unknown) breaks('no pulse while it is full');
      now.used = false;
      now.pulsedAt = one.at;
      return;
    case 'drive open':
    case 'drive closed':
    case 'drive released':
      driven(one, now, breaks);
      return;
    case 'door open':
      if (one.at > now.pulsedAt + 2500 && one.at !== now.pushedAt && !now.ajar)
        breaks('the door does not open by itself');
      now.closed = false;
      now.openedAt = one.at;
      return;
    case 'door closed':
      now.closed = true;
      now.closedAt = one.at;
      return;
    case 'pushed open':
      now.pushedAt = one.at;
      return;
    case 'hand in':
    case 'hand out':
      now.hand = is === 'in';
      now.handAt = one.at;
      return;
    case 'pressing':
    case 'not pressing':
      now.pressing = word === 'pressing';
      return;
    case 'inside':
      if (one.inside) Object.assign(now, { ...one.inside, mm: one.inside.levelMm });
      mended(now);
      return;
    case 'board reset':
    case 'board lost':
      now.board = false;
      now.closings = 0;
      restarted(now, 'board');
      return;
    case 'board back':
      now.board = true;
      return;
    case 'board deaf':
      now.deaf = true;
      now.hears = false;
      return;
    case 'board hears':
      now.deaf = false;
      now.hears = now.drive === 'drive released';
      return;
    default:
      if (is === 'whole') now.wires.delete(word);
      if (is === 'cut' || is === 'short') now.wires.set(word, is);
      mended(now);
  }
}

function driven(one: Extract<Seen, { what: unknown }>, now: Facts, breaks: (rule: Rule) => void): void {
  const wasClosing = now.drive === 'drive closed';
  // To a bin whose contact says closed it is no door to reopen; that it stops is another rule.
  const sees = whole(now, 'beamFree') && now.wires.get('doorClosed') !== 'short';
  const held = now.hand && one.at - now.handAt >= 30 && sees;
  if (wasClosing && held && listens(now) && one.what === 'drive released') now.letGoAt = one.at;
  if (!now.deaf) now.hears = true;
  // Smoke, a killed host or a reset may come just then; a bin that does it by itself is caught in `door.test.ts`.
  if (wasClosing) now.ajar = now.closed && one.at - now.closedAt < 50;
  if (now.drive === 'drive open') now.ajar = now.closed; // something held it when its bolt was out
  now.drive = one.what;
  if (one.what === 'drive closed' && ++now.closings > 3) breaks('at most three closing moves, then staff');
}

/** Some, or all, of what made it full is over. */
function mended(now: Facts): void {
  now.full = {
    level: now.full.level && !(whole(now, 'levelMm') && now.mm > 360),
    weight: now.full.weight && !(whole(now, 'coarseGrams') && now.grams < 32_000),
    unknown: now.full.unknown && PROBES.some((wire) => now.wires.get(wire) === 'cut'),
  };
}

function restarted(now: Facts, what: 'board' | 'host'): void {
  const rule = 'no pulse after a restart for what was begun before it';
  for (const id of what === 'host' ? now.given : now.uses.keys()) now.over.set(id, rule);
}

function saw(one: Extract<Seen, { saw: unknown }>, now: Facts, breaks: (rule: Rule) => void): void {
  switch (one.saw) {
    case 'given':
      now.given.add(one.id);
      return;
    case 'use': {
      const uses = (now.uses.get(one.id) ?? 0) + 1;
      const over = now.over.get(one.id);
      if (over) breaks(over);
      if (uses > 2) breaks('at most two pulses an authorisation, and none once it is spent');
      if (uses === 2 && !now.closed && one.at - now.openedAt > 30 && whole(now, 'doorClosed'))
        breaks('a second pulse only at a closed door');
      now.uses.set(one.id, uses);
      now.used = true;
      return;
    }
    case 'spent':
      if (!now.over.has(one.id)) now.over.set(one.id, 'at most two pulses an authorisation, and none once it is spent');
      return;
    case 'place':
      now.place = one.place;
      if (alive(now) && RULED.includes(one.place) && one.place !== 'boot')
        breaks('the motor is dead in alarm, fault, service and offline');
      if (RULED.includes(one.place)) now.closings = 0;
      return;
    case 'told':
      told(one, now, breaks);
      return;
    case 'host killed':
      now.host = false;
      restarted(now, 'host');
      return;
    case 'host back':
      Object.assign(now, { host: true, place: 'boot', doorAlarm: false, task: false, closings: 0 });
      now.full = { level: false, weight: false, unknown: false };
      return;
    case 'collected':
      now.full = { level: false, weight: false, unknown: now.full.unknown };
      return;
  }
}

function told({ fact }: Extract<Seen, { saw: 'told' }>, now: Facts, breaks: (rule: Rule) => void): void {
  if (fact.told === 'closed') {
    now.closings = 0;
    now.task = false;
  }
  if (fact.told === 'alarm' && fact.of === 'door-open') now.doorAlarm = fact.raised;
  if (fact.told !== 'task') return;
  if (now.task) breaks('each opening has one task');
  now.task = true;
}
