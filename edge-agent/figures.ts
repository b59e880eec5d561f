/** The agent in numbers, as of now: for staff and their monitoring. No value and no person in it. */
import type { ClockWatch } from './clock-watch.ts';
import type { Counters } from './counters.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { DeviceHealth } from './health.ts';
import type { Hub } from './hub.ts';
import type { Clock } from './ports.ts';
import type { Audit } from './store/audit.ts';
import type { DiskLevel } from './store/budget.ts';
import type { Outbox } from './store/outbox.ts';
import type { StoreWatch } from './store-watch.ts';
import type { Uplink } from './uplink/uplink.ts';

export interface Figures {
  readonly storeWorks: boolean;
  readonly clockTrusted: boolean;
  readonly outbox: {
    readonly depth: number;
    /** Of the oldest event that waits, where one does. */
    readonly oldestAgeMs?: number;
    readonly last: number;
    readonly acknowledged: number;
    readonly receipted: number;
  };
  readonly uplink: 'online' | 'offline';
  readonly counters: Readonly<Counters>;
  readonly devices: readonly { readonly deviceId: string; readonly driver: string; readonly health: DeviceHealth }[];
  /** The share of the store's room that is used, and what that means. */
  readonly disk: { readonly usedRatio: number; readonly level: DiskLevel };
  readonly auditEntries: number;
}

export interface FiguresParts {
  readonly outbox: Outbox;
  readonly audit: Pick<Audit, 'head'>;
  readonly disk: Pick<DiskWatch, 'usage'>;
  readonly saving: Pick<StoreWatch, 'works'>;
  readonly clockWatch: Pick<ClockWatch, 'trusted'>;
  readonly uplink: Pick<Uplink, 'status'>;
  readonly counters: Counters;
  readonly hub: Hub;
  readonly clock: Pick<Clock, 'wall'>;
}

/** Asked every few seconds by whoever monitors: marks and one row by its index, no table is gone through. */
export function figuresOf({
  outbox,
  audit,
  disk,
  saving,
  clockWatch,
  uplink,
  counters,
  hub,
  clock,
}: FiguresParts): Figures {
  const oldest = outbox.oldestSavedAt();
  const acknowledged = outbox.acknowledged();
  const depth = outbox.depth();
  const { usedPercent, level } = disk.usage();
  return {
    storeWorks: saving.works(),
    clockTrusted: clockWatch.trusted(),
    outbox: {
      depth,
      ...(oldest !== undefined && { oldestAgeMs: Math.max(0, clock.wall() - oldest) }),
      last: acknowledged + depth,
      acknowledged,
      receipted: outbox.receipted(),
    },
    uplink: uplink.status(),
    counters,
    disk: { usedRatio: usedPercent / 100, level },
    auditEntries: audit.head().entries,
    devices: hub.devices.map(({ deviceId, driver, health }) => ({ deviceId, driver: driver.id, health: health() })),
  };
}
