/** The visits at one panel, one after the other: grants the machine's wishes, keeps its times, and forgets. */
import {
  type Agent,
  type Cancel,
  type Clock,
  type Device,
  DeviceError,
  type DeviceEvent,
  type Log,
  type Reading,
} from '../../edge-agent/index.ts';
import type { Rules } from '../../firmware-config/index.ts';
import type { Act } from '../contract/act.ts';
import type { Language, Service, View } from '../contract/screen.ts';
import { BYE_MS, idleLimitMs, RELEASE_WITHIN_MS, STILL_THERE_MS, UNWATCHED_MS } from './limits.ts';
import type { LocalTime } from './local-time.ts';
import { type PanelFacts, project, resultScreen } from './view.ts';
import { nobody, type Place, step, type VisitEvent, type Wish, type World } from './visit-machine.ts';

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
  let visit = nobody(language);
  let turn = 1;
  let subject = '';
  let stillThereEnds: number | undefined;
  let cancelTimer: Cancel = () => {};
  let cancelRelease: Cancel = () => {};
  let cancelUnwatched: Cancel = () => {};
  let measuring: { readonly device: Device; readonly stop: AbortController; readonly over: Promise<void> } | undefined;
  let cuff: Device | undefined;
  let measurements = 0;
  let streams = 0;

  const providing = (service: Service) => agent.hub.providing(service, panelId);
  const world: World = {
    works: (service) => providing(service).working !== undefined,
    result: (reading, saved) => resultScreen(rules, reading, saved, localTime.clock(clock.wall()).time),
    language,
  };

  const show = (): void => {
    for (const listener of listeners) listener();
  };

  function happen(event: VisitEvent): void {
    const before = visit;
    const { visit: after, wishes } = step(before, event, world);
    visit = after;
    if (after.place.id !== before.place.id || isNewPicture(before.place, after.place))
      turned(before.place, after.place);
    if (after !== before) show();
    for (const wish of wishes) grant(wish);
  }

  function turned(before: Place, after: Place): void {
    turn++;
    if (before.id === 'idle') subject = newSubject();
    if (after.id === 'bye') subject = ''; // from here on nobody can say whose the values were
    cancelRelease();
    if (after.id === 'bp.stopping') {
      cancelRelease = clock.at(clock.now() + RELEASE_WITHIN_MS, () => happen({ on: 'not released' }));
    }
    touched();
  }

  /** Somebody, or something, moved: the waiting begins anew. */
  function touched(): void {
    cancelTimer();
    stillThereEnds = undefined;
    const limit = visit.place.id === 'bye' ? BYE_MS : idleLimitMs(visit.place);
    if (limit === undefined) return;
    const over = visit.place.id === 'bye' ? () => happen({ on: 'over' }) : askStillThere;
    cancelTimer = clock.at(clock.now() + limit, over);
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
      cancelTimer = clock.at(clock.now() + 1000, tick);
      show();
    };
    tick();
  }

  function grant(wish: Wish): void {
    switch (wish.wish) {
      case 'measure':
        void measure();
        break;
      case 'stop':
        measuring?.stop.abort();
        break;
      case 'file':
        file(wish.reading, wish.deviceId);
        break;
    }
  }

  async function measure(): Promise<void> {
    const mine = ++measurements;
    await measuring?.over; // the former one's stop may still be awaiting its answer
    const device = providing('blood-pressure').working;
    if (visit.place.id !== 'bp.measuring') return; // stopped before it began
    if (!device) {
      happen({ on: 'measured', error: 'unavailable' });
      return;
    }
    cuff = device;
    const stop = new AbortController();
    const measured = device.measure(stop.signal);
    const over = measured.then(
      () => ended(mine, undefined),
      (error: unknown) => ended(mine, error),
    );
    measuring = { device, stop, over };
    watch();
  }

  function ended(measurement: number, error: unknown): void {
    measuring = undefined;
    if (measurement !== measurements) return; // the person has gone on to another, which waits for this end
    if (error === undefined) {
      happen({ on: 'measured' });
      return;
    }
    if (!(error instanceof DeviceError)) log.error('measurement failed', { panel: panelId });
    happen({ on: 'measured', error: error instanceof DeviceError ? error.code : 'wire' });
  }

  /** The result is shown as saved after the commit, never before. */
  function file(reading: Reading, deviceId: string): void {
    try {
      agent.file({ reading, deviceId, subject, guest: true });
      happen({ on: 'filed', reading, saved: 'saved' });
    } catch (error) {
      log.error('reading not saved', { panel: panelId, name: error instanceof Error ? error.name : typeof error });
      happen({ on: 'filed', reading, saved: 'not-saved' });
    }
  }

  /** The device whose events belong to this visit now; a cuff's until the next measurement, so that its release is seen. */
  const serving = (service: Service): Device | undefined =>
    service === 'blood-pressure' ? cuff : providing(service).working;

  /** Nobody sees the STOP key: nothing may tighten on. */
  function watch(): void {
    cancelUnwatched();
    if (streams > 0 || !measuring) return;
    cancelUnwatched = clock.at(clock.now() + UNWATCHED_MS, () => {
      log.warn('measurement stopped: no screen shows it', { panel: panelId });
      happen({ on: 'act', act: { do: 'stop' } });
    });
  }

  const cancels = [
    agent.hub.onEvent((deviceId, event) => {
      const service: Service = visit.place.id === 'glu.strip' ? 'glucose' : 'blood-pressure';
      if (serving(service)?.deviceId !== deviceId) return;
      const heard = toVisit(event, deviceId);
      if (heard) happen(heard);
    }),
    agent.hub.onHealth(() => {
      happen({ on: 'health' });
      show();
    }),
    agent.onChange(show),
  ];

  return {
    panelId,
    view: () =>
      project(visit, facts, {
        turn,
        clock: localTime.clock(clock.wall()),
        network: agent.network(),
        storeWorks: agent.storeWorks(),
        secondsLeft: secondsLeft(),
        works: world.works,
        declared: (service) => providing(service).declared,
      }),
    act(onTurn, act) {
      const stops = act.do === 'stop';
      if (onTurn !== turn && !stops) return 'stale';
      if (stillThereEnds !== undefined && act.do === 'stay') {
        turn++;
        touched();
        show();
        return 'taken';
      }
      happen({ on: 'act', act });
      touched();
      return 'taken';
    },
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watchedBy(count) {
      streams = count;
      watch();
    },
    async close() {
      for (const cancel of [...cancels, cancelTimer, cancelRelease, cancelUnwatched]) cancel();
      measuring?.stop.abort();
      await measuring?.over;
    },
  };

  function secondsLeft(): number | undefined {
    return stillThereEnds === undefined ? undefined : Math.max(0, Math.ceil((stillThereEnds - clock.now()) / 1000));
  }
}

/** A new picture of the same kind of screen: another problem, the cuff released after all. Live numbers are none. */
const isNewPicture = (before: Place, after: Place): boolean =>
  before !== after && before.id === after.id && before.id !== 'bp.measuring';

function toVisit(event: DeviceEvent, deviceId: string): VisitEvent | undefined {
  switch (event.event) {
    case 'pressure':
      return { on: 'pressure', mmHg: event.mmHg };
    case 'state':
      return event.state === 'deflating' ? { on: 'deflating' } : undefined;
    case 'reading':
      return { on: 'reading', reading: event, deviceId };
    case 'failure':
      return { on: 'failure', kind: event.kind };
    case 'rejected':
      return { on: 'rejected', reason: event.reason };
  }
}
