/** Passes on what has come in: a pump for each target. Only the leading member has this open. */
import { openThingsboardLine } from './broker/thingsboard.ts';
import { forgetOthers, openCursor } from './forward/cursor.ts';
import { type Passed, type Pump, startPump, type Way } from './forward/pump.ts';
import { type ForwardTarget, leavesInTheClear } from './forward/settings.ts';
import { thingsboardWay } from './forward/thingsboard-way.ts';
import { fhirWay, type Open, type Post, webhookWay } from './forward/ways.ts';
import type { Clock, Log, Random } from './ports.ts';
import { post } from './senders/http.ts';
import { idOf, secretBytes, signed } from './senders/standard-webhooks.ts';
import type { Databases } from './store/open.ts';

const CURSORS = 'forward.';

export interface ForwardParts {
  readonly databases: Databases;
  readonly targets: readonly ForwardTarget[];
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly log: Log;
  /** Opens what stations seal for the platform; absent: the platform has no key, and sealed observations wait. */
  readonly open?: Open;
}

export interface Forward {
  /** Since this was opened, a line a target. */
  passed(): readonly Passed[];
  close(): Promise<void>;
}

/** Throws a RangeError where a target is none; it repeats no secret. */
export function openForward({ databases, targets, clock, random, log, open }: ForwardParts): Forward {
  const say: Post = (request, signal) => post(request, { clock, signal });
  const pump = <T>(way: Way<T>): (() => Pump) => {
    const cursor = () => openCursor(databases.fleet, `${CURSORS}${way.id}`, clock.wall);
    return () => startPump(way, { openCursor: cursor, clock, random, log });
  };
  const pumpTo = (target: ForwardTarget): (() => Pump) => {
    if (leavesInTheClear(target.url)) throw new RangeError(`forward ${target.id}: only TLS leaves this machine`);
    if (target.kind === 'fhir') return pump(fhirWay(target, databases, say, open));
    if (target.kind === 'thingsboard')
      return pump(thingsboardWay(target.id, databases, openThingsboardLine(target, clock), clock.wall));
    const secret = secretBytes(target.secret);
    return pump(webhookWay(target, databases, say, (body) => signed(secret, idOf(body), clock.wall(), body)));
  };
  if (new Set(targets.map(({ id }) => id)).size < targets.length) throw new RangeError('two forward targets of one id');
  const starts = targets.map(pumpTo); // all are checked before the first begins
  const pumps = starts.map((start) => start());
  const names = targets.map(({ id }) => `${CURSORS}${id}`);
  const forgotten = forgetOthers(databases.fleet, CURSORS, names).catch(() =>
    log.warn('old cursors could not be forgotten'),
  );
  return {
    passed: () => pumps.map((each) => each.passed()),
    async close() {
      await Promise.all([forgotten, ...pumps.map((each) => each.close())]);
    },
  };
}
