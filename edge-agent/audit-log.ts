/** The agent's side of the audit: what it notes, and the heads by which the platform can tell that nothing was changed. */
import { v7 } from 'uuid';
import { type Alarms, STATION } from './alarms.ts';
import type { Cancel, Clock, Random } from './ports.ts';
import type { Audit } from './store/audit.ts';
import type { AuditFacts, AuditWhat } from './store/audit-entry.ts';
import type { Outbox } from './store/outbox.ts';
import { cloudEvent } from './wire/cloud-event.ts';
import { rfc3339 } from './wire/rfc3339.ts';
import { eventTopic } from './wire/topics.ts';

export interface AuditLog {
  /** Saved with what comes next, at most a fifth of a second from now; a kill before that takes it. */
  note<W extends AuditWhat>(what: W, facts: AuditFacts[W]): void;
  /** Notes that the station stopped; no heads from now on. The store saves it when it is closed. */
  stop(): void;
}

export interface AuditLogParts {
  readonly audit: Audit;
  readonly outbox: Pick<Outbox, 'later' | 'add'>;
  readonly alarms: Pick<Alarms, 'set'>;
  readonly stationId: string;
  readonly timeZone: string;
  readonly version: string;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
}

const HEAD_EVERY_MS = 3_600_000;
/** Some years of a station's life; a start waits for them, about a tenth of a second. */
const VERIFIED_AT_START = 10_000;

/**
 * Looks at the newest entries first: where they do not hold, staff are called and the audit says so itself. Notes the
 * start, and tells the platform the head of the audit then and every hour.
 */
export function openAuditLog(parts: AuditLogParts): AuditLog {
  const { audit, outbox, alarms, stationId, timeZone, version, demo, clock, random } = parts;
  let cancelHead: Cancel = () => {};

  const note: AuditLog['note'] = (what, facts) => outbox.later(() => audit.append(what, facts));

  /** Made within the commit that saves it: an event never tells of an entry that is not on disk. */
  const tellHead = (): void => {
    outbox.later(() => {
      const now = clock.wall();
      const happening = {
        id: v7({ msecs: now, random: random.bytes(16) }),
        kind: 'audit',
        stationId,
        time: rfc3339(now, timeZone),
        demo,
        dataContentType: 'application/json',
        data: audit.head(),
      } as const;
      outbox.add(happening.id, eventTopic(stationId, 'audit'), (sequence) => cloudEvent(happening, sequence));
    });
    cancelHead = clock.at(clock.now() + HEAD_EVERY_MS, tellHead);
  };

  const broken = audit.verify(undefined, VERIFIED_AT_START);
  if (broken) {
    alarms.set({ deviceId: STATION, code: 'audit-broken', raised: true });
    note('audit does not hold', { n: broken.n, why: broken.why });
  }
  note('station started', { version });
  tellHead();
  return {
    note,
    stop() {
      cancelHead();
      note('station stopped', {});
    },
  };
}
