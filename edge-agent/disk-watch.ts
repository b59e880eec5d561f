/** Keeps an eye on the room for records: says what it means, calls staff in time, and gives up the ballast when it must. */
import { type Alarm, STATION } from './alarms.ts';
import type { Cancel, Clock } from './ports.ts';
import type { Usage } from './store/budget.ts';
import type { Store } from './store/store.ts';

const LOOK_EVERY_MS = 60_000;
const CALLS_STAFF: readonly Usage['level'][] = ['scarce', 'full'];

export interface DiskWatch {
  /** As of the last look. */
  usage(): Usage;
  /** A save has failed: is it the room? */
  look(): void;
  onChange(listener: () => void): Cancel;
  cancel: Cancel;
}

export interface DiskWatchParts {
  readonly store: Pick<Store, 'usage' | 'giveUpBallast' | 'renewBallast'>;
  readonly alarm: (alarm: Alarm) => void;
  /** Everything that need not be kept goes. */
  readonly purge: () => void;
  readonly clock: Pick<Clock, 'now' | 'at'>;
}

export function watchDisk({ store, alarm, purge, clock }: DiskWatchParts): DiskWatch {
  const listeners = new Set<() => void>();
  let usage = store.usage();
  let cancel: Cancel = () => {};

  const look = (): void => {
    const before = usage.level;
    usage = store.usage();
    if (usage.level === before) return;
    alarm({ deviceId: STATION, code: 'disk-full', raised: CALLS_STAFF.includes(usage.level) });
    for (const listener of listeners) listener();
  };
  const goOn = (): void => {
    look();
    if (usage.level === 'roomy') store.renewBallast();
    cancel = clock.at(clock.now() + LOOK_EVERY_MS, goOn);
  };
  if (CALLS_STAFF.includes(usage.level)) alarm({ deviceId: STATION, code: 'disk-full', raised: true });
  goOn();
  return {
    usage: () => usage,
    look() {
      store.giveUpBallast();
      purge();
      look();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cancel: () => cancel(),
  };
}
