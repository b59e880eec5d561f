/** The visits at one panel, one after the other: grants the machine's wishes, keeps its times, and forgets. */
import {
  type Agent,
  type Cancel,
  type Clock,
  type Device,
  type DeviceEvent,
  isUnasked,
  type Log,
  type MemoryRead,
} from '../../edge-agent/index.ts';
import type { Rules } from '../../firmware-config/index.ts';
import type { Act } from '../contract/act.ts';
import type { Language, OutOfOrder, Service, View } from '../contract/screen.ts';
import { isCrying } from './emergency.ts';
import { openFiling } from './filing.ts';
import { ABANDONED_MS, BYE_MS, idleLimitMs, RELEASE_WITHIN_MS, STILL_THERE_MS } from './limits.ts';
import type { LocalTime } from './local-time.ts';
import { openMeasurement } from './measurement.ts';
import { openReadOuts } from './read-outs.ts';
import { awaitedBy, heldBy, readsFor } from './uses.ts';
import { type PanelFacts, project, SERVICES } from './view.ts';
import { type FromMemory, nobody, type Place, type VisitEvent, type Wish, type World } from './visit.ts';
import { step } from './visit-machine.ts';
import { openWaiting } from './waiting.ts';
import { goesOnWaiting, waitSeconds } from './waits.ts';
import { openWhose } from './whose.ts';

export interface PanelVisits {
  readonly panelId: string;
  view(): View;
  /** `stale`: the screen had already changed; nothing was done. A stop is never stale. */
  act(turn: number, act: Act): 'taken' | 'stale';
  onView(listener: () => void): Cancel;
  /** How many live streams show this panel. */
  watchedBy(streams: number): void;
  close(): Promise<void>;
}

export interface PanelParts {
  readonly facts: PanelFacts;
  readonly agent: Agent;
  readonly clock: Clock;
  readonly log: Log;
  /** A random `urn:uuid` for a guest's visit. */
  readonly newSubject: () => string;
  readonly localTime: LocalTime;
  readonly rules: Rules;
}

export function openPanel({ facts, agent, clock, log, newSubject, localTime, rules }: PanelParts): PanelVisits {
  const panelId = facts.panel.id;
  const language: Language = facts.languages[0] ?? 'zh-CN';
  const listeners = new Set<() => void>();
  const filing = openFiling({ agent, rules, log, panel: panelId });
  let visit = nobody(language);
  let turn = 1;
  let over = false;
  let subject = '';
  let beganAt = 0;
  let stillThereEnds: number | undefined;
  let cancelIdle: Cancel = () => {};
  let cancelRelease: Cancel = () => {};
  let cancelAbandoned: Cancel = () => {};

  const providing = (service: Service) => agent.hub.providing(service, panelId);
  const factsOf = (service: Service) => facts.devices.get(providing(service).working?.deviceId ?? '');
  const world: World = {
    works: (service) => providing(service).working !== undefined,
    remembers: (service) => providing(service).working?.driver.remembers ?? false,
    ownButton() {
      const { hasOwnButtons = false, remembers = false } = providing('blood-pressure').working?.driver ?? {};
      return hasOwnButtons || remembers;
    },
    rules,
    stripsExpired() {
      const expires = factsOf('glucose')?.strips?.expires;
      return expires !== undefined && localTime.date(clock.wall()) > expires;
    },
    bins: () => agent.recycling.offers(),
    time: () => localTime.clock(clock.wall()).time,
    language,
  };
  const show = (): void => {
    for (const listener of listeners) listener();
  };
  const waiting = openWaiting(clock, { tick: show, over: () => happen({ on: 'waited' }) });
  const measurement = openMeasurement({
    clock,
    log,
    panel: panelId,
    ended: (error) => happen({ on: 'measured', ...(error !== undefined && { error }) }),
    unwatched: () => happen({ on: 'act', act: { do: 'stop' } }),
  });

  const whose = openWhose();
  const readOuts = openReadOuts({
    clock,
    log,
    panel: panelId,
    begun: (purpose) => purpose !== 'pass' && happen({ on: 'memory', found: 'reading' }),
    failed: (purpose) => purpose !== 'pass' && happen({ on: 'memory', found: 'failed' }),
    read(purpose, memory, deviceId, fresh) {
      if (purpose === 'pass') whose.pass(memory, clock.now());
      else happen({ on: 'memory', ...findIn(memory, deviceId, fresh) });
    },
  });

  function findIn(memory: MemoryRead, deviceId: string, fresh: boolean): FromMemory {
    const since = Math.max(beganAt, agent.hub.othersHadUntil(deviceId));
    const kind = awaitedBy(visit);
    if (kind === undefined) return { found: 'failed' }; // it came too late to be anybody's
    const sought = whose.find(memory, { kind, now: clock.now(), since, wasFiled: agent.wasFiled });
    if (sought.found === 'none') return { found: 'none', fresh };
    if (sought.found !== 'one') return sought;
    const { reading, unit, name, measuredAt } = sought.candidate;
    const takenAtMs = clock.wall() - (measuredAt === undefined ? 0 : clock.now() - measuredAt);
    const time = measuredAt === undefined ? {} : { time: localTime.clock(takenAtMs).time };
    return { found: 'one', offer: { reading, deviceId, unit, remembered: { name, takenAtMs }, ...time } };
  }

  /**
   * Between a reading and the commit that lets it be shown nothing else happens to the visit: what comes meanwhile, a few
   * milliseconds, comes behind it.
   */
  let saving = false;
  const meanwhile: (() => void)[] = [];
  function save<T>(saved: Promise<T>, toVisit: (result: T) => VisitEvent): void {
    saving = true;
    void saved.then((result) => {
      saving = false;
      happen(toVisit(result));
      while (!saving) {
        const next = meanwhile.shift();
        if (!next) return;
        next();
      }
    });
  }

  function happen(event: VisitEvent): void {
    if (saving) {
      meanwhile.push(() => happen(event));
      return;
    }
    const before = visit;
    const person = subject; // what is filed at the end of a visit is still that person's
    const { visit: after, wishes } = step(before, event, world);
    visit = after;
    const lost = !ownsItsMeter();
    waits(before.behind ?? before.place, after.behind ?? after.place);
    if (after.place.id !== before.place.id || isNewPicture(before.place, after.place))
      turned(before.place, after.place);
    if (after !== before) show();
    for (const wish of wishes) grant(wish, person);
    const { of, purpose } = readsFor(visit) ?? {};
    readOuts.want(purpose, of && providing(of).working);
    if (lost && event.on !== 'health') happen({ on: 'health' }); // another panel has it meanwhile
  }

  /** Two people at two panels may share a meter: its next result is the one's who asked for it first. */
  function ownsItsMeter(): boolean {
    const held = heldBy(visit);
    if (held === undefined) {
      agent.hub.letGo(panelId);
      return true;
    }
    const owns = agent.hub.claim(held, panelId);
    return owns || (held === 'blood-pressure' && !visit.remembers); // where there is none to be had, the measurement says so
  }

  /** What waits goes on while help or the settings lie over it. */
  function waits(before: Place, after: Place): void {
    const seconds = waitSeconds(after, rules);
    if (!goesOnWaiting(before, after)) waiting.begin(seconds);
    else if (before !== after && seconds !== undefined) waiting.becomes(seconds);
  }

  function turned(before: Place, after: Place): void {
    turn++;
    if (before.id === 'idle') {
      subject = newSubject();
      beganAt = clock.now();
    }
    if (after.id === 'bye') {
      subject = ''; // from here on nobody can say whose the values were
      whose.forget();
    }
    cancelRelease();
    if (after.id === 'bp.stopping') {
      cancelRelease = clock.at(clock.now() + RELEASE_WITHIN_MS, () => happen({ on: 'not released' }));
    }
    touched();
  }

  /** Somebody, or something, moved: the waiting for a hand begins anew. */
  function touched(): void {
    cancelIdle();
    stillThereEnds = undefined;
    const bye = visit.place.id === 'bye';
    const limit = bye ? BYE_MS : idleLimitMs(visit);
    if (limit !== undefined)
      cancelIdle = clock.at(clock.now() + limit, bye ? () => happen({ on: 'over' }) : askStillThere);
  }

  function askStillThere(): void {
    stillThereEnds = clock.now() + STILL_THERE_MS;
    turn++;
    const tick = (): void => {
      if (stillThereEnds === undefined) return;
      if (clock.now() >= stillThereEnds) {
        happen({ on: 'over' });
        return;
      }
      cancelIdle = clock.at(clock.now() + 1000, tick);
      show();
    };
    tick();
  }

  /** Nobody has seen it for long. A call for help stays until somebody has seen that. */
  function abandon(): void {
    const { id } = visit.place;
    if (id === 'idle' || id === 'bye' || isCrying(visit)) return;
    log.warn('visit ended: no screen shows it', { panel: panelId });
    happen({ on: 'over' });
  }

  /** Another monitor may work meanwhile: it must be of the kind that the screen speaks of. */
  function cuffOfScreen(): Device | undefined {
    const { working } = providing('blood-pressure');
    if (working?.driver.remembers) return undefined;
    return working?.driver.hasOwnButtons === (visit.place.id === 'bp.own-button') ? working : undefined;
  }

  function grant(wish: Wish, person: string): void {
    switch (wish.wish) {
      case 'measure':
        void measurement.start(
          cuffOfScreen,
          () => ['bp.measuring', 'bp.own-button'].includes(visit.place.id), // else stopped before it began
        );
        break;
      case 'stop':
        measurement.stop();
        break;
      case 'file':
        save(filing.file(wish, person), (taken) => ({ on: 'filed', taken }));
        break;
      case 'conclude':
        save(filing.conclude(wish, person), (saved) => ({ on: 'concluded', saved }));
        break;
      case 'open-bin': {
        const { binId } = wish;
        if (agent.recycling.begin(binId) === 'busy') happen({ on: 'deposit', binId, busy: true });
        break;
      }
      case 'close-door':
        agent.recycling.finish(wish.binId);
        atBin(wish.binId); // where something is in the way, nothing changes
        break;
      case 'alarm':
        agent.alarm({ deviceId: facts.alarmsAs, code: wish.code, raised: wish.raised });
        break;
    }
  }

  function atBin(binId: string): void {
    const view = agent.recycling.view(binId);
    if (visit.deposit?.binId === binId && view) happen({ on: 'deposit', binId, view });
  }

  /** The device whose events belong to this visit now. */
  const serving = (): Device | undefined => {
    const awaited = awaitedBy(visit);
    if (awaited !== undefined && visit.remembers) return undefined;
    return awaited === 'glucose' ? providing(awaited).working : measurement.device();
  };

  const cancels = [
    agent.hub.onEvent((deviceId, event) => {
      if (serving()?.deviceId !== deviceId) return;
      const heard = toVisit(event, deviceId);
      if (heard) happen(heard);
    }),
    agent.hub.onHealth(() => {
      happen({ on: 'health' });
      show();
    }),
    agent.onChange(show),
    agent.recycling.onChange((binId) => {
      atBin(binId);
      show();
    }),
    agent.recycling.onPrompt((binId, to) => happen({ on: 'prompt', binId, to })),
  ];

  return {
    panelId,
    view: () =>
      project(visit, facts, {
        turn,
        clock: localTime.clock(clock.wall()),
        network: agent.network(),
        secondsLeft: secondsLeft(),
        closed,
        wait: waiting.left,
        works: world.works,
        ownButton: world.ownButton,
        declared: (service) => providing(service).declared,
        uncalibrated: (service) => providing(service).uncalibrated ?? false,
        cuff: () => factsOf('blood-pressure')?.cuff,
        strips: () => factsOf('glucose')?.strips,
        bins: world.bins,
      }),
    act(onTurn, act) {
      if (saving) {
        if (act.do === 'stop') measurement.stop(); // the cuff never waits
        meanwhile.push(() => takeAct(onTurn, act));
        return 'taken';
      }
      return takeAct(onTurn, act);
    },
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watchedBy(streams) {
      if (over) return; // the streams end after the panel: nothing is to be waited for any more
      measurement.watchedBy(streams);
      cancelAbandoned();
      if (streams === 0) cancelAbandoned = clock.at(clock.now() + ABANDONED_MS, abandon);
    },
    async close() {
      over = true;
      for (const cancel of [...cancels, cancelIdle, cancelRelease, cancelAbandoned, waiting.cancel]) cancel();
      readOuts.close();
      agent.hub.letGo(panelId);
      await measurement.close();
    },
  };

  function takeAct(onTurn: number, act: Act): 'taken' | 'stale' {
    if (onTurn !== turn && act.do !== 'stop') return 'stale';
    if (stillThereEnds !== undefined && act.do === 'stay') {
      turn++;
      touched();
      show();
      return 'taken';
    }
    happen({ on: 'act', act });
    touched();
    return 'taken';
  }

  function closed(): OutOfOrder | undefined {
    if (!agent.acceptsVisits()) return agent.storeWorks() ? 'full' : 'store';
    const offered = facts.selfTest ? SERVICES.map(providing).filter(({ declared }) => declared) : [];
    if (agent.recycling.offers().length > 0) return undefined; // there is more here than what is measured
    return offered.length > 0 && offered.every(({ uncalibrated }) => uncalibrated) ? 'calibration' : undefined;
  }

  function secondsLeft(): number | undefined {
    return stillThereEnds === undefined ? undefined : Math.max(0, Math.ceil((stillThereEnds - clock.now()) / 1000));
  }
}

/** A new picture of the same kind of screen: another problem, the cuff released after all. Live numbers are none. */
const isNewPicture = (before: Place, after: Place): boolean =>
  before !== after && before.id === after.id && !LIVE.includes(before.id);
const LIVE: readonly Place['id'][] = ['bp.measuring', 'rec.open', 'rec.deposit', 'rec.weigh'];

function toVisit(event: DeviceEvent, deviceId: string): VisitEvent | undefined {
  switch (event.event) {
    case 'pressure':
      return { on: 'pressure', mmHg: event.mmHg };
    case 'state':
      return event.state === 'deflating' ? { on: 'deflating' } : undefined;
    case 'reading':
      return isUnasked(event) ? undefined : { on: 'reading', reading: event, deviceId };
    case 'failure':
      return { on: 'failure', kind: event.kind };
    case 'rejected':
      if (event.of !== undefined) return undefined;
      return { on: 'rejected', reason: event.reason, dangerous: event.dangerous ?? false };
    case 'weight':
    case 'level':
      return undefined; // no visit weighs
  }
}
