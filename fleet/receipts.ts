/** The word to each station that its events are in the database: behind the commit, at most one a second. */
import type { FleetKeys } from './keys/fleet-keys.ts';
import type { Clock } from './ports.ts';
import type { Databases } from './store/open.ts';
import { claimReceipts, RECEIPT_EVERY_MS } from './store/watermark.ts';

export interface ReceiptsParts {
  readonly databases: Pick<Databases, 'dialect' | 'fleet'>;
  readonly keys: FleetKeys | undefined;
  readonly publish: (topic: string, payload: string) => Promise<void>;
  readonly clock: Clock;
}

/** What has waited longer for its signature or its line could come behind a later one of another member's, and falls. */
const STALE_AFTER_MS = 700;

export function openReceipts({ databases, keys, publish, clock }: ReceiptsParts) {
  /** Station → when it may be told next, on the clock that only rises. */
  const owed = new Map<string, number>();
  const toldAt = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let said = 0;

  const say = async (stationId: string, through: number, claimedAt: number): Promise<void> => {
    const text = JSON.stringify({ sequence: String(through).padStart(20, '0'), station: stationId });
    const payload = keys ? await keys.sign(text) : text;
    if (clock.now() - claimedAt > STALE_AFTER_MS) throw new Error('stale');
    await publish(`yike/v1/${stationId}/down/receipt`, payload);
    said++;
  };

  const owe = (stationIds: Iterable<string>): void => {
    for (const id of stationIds)
      if (!owed.has(id)) owed.set(id, (toldAt.get(id) ?? -RECEIPT_EVERY_MS) + RECEIPT_EVERY_MS);
  };
  const tell = async (): Promise<void> => {
    const now = clock.now();
    for (const [id, at] of toldAt) if (now - at >= RECEIPT_EVERY_MS) toldAt.delete(id);
    const due = [...owed].flatMap(([id, at]) => (at <= now ? [id] : []));
    if (due.length === 0) return;
    const claimed = await claimReceipts(databases.fleet, databases.dialect, due, clock.wall());
    const mine = new Set(claimed.map(({ stationId }) => stationId));
    for (const id of due) {
      // What another member has told may be less than what is here now: in a second it is ours to say.
      if (mine.has(id)) owed.delete(id);
      else owed.set(id, now + RECEIPT_EVERY_MS);
    }
    for (const { stationId, through } of claimed) {
      toldAt.set(stationId, now);
      const saying = say(stationId, through, now)
        .catch(() => owe([stationId]))
        .finally(() => underWay.delete(saying));
      underWay.add(saying);
    }
  };

  return {
    /** Something of it was committed, or came again. */
    owe,
    /** Those whose second is over. Rejects when the database does; all stay owed then. Does not wait for the broker. */
    tell,
    /** Those that are owed still, when their second is over: nobody commits any more. */
    async last(): Promise<void> {
      await Promise.all(underWay);
      if (owed.size > 0) {
        await new Promise<void>((resolve) => clock.at(clock.now() + RECEIPT_EVERY_MS, resolve));
        await tell();
      }
      await Promise.all(underWay);
    },
    said: () => said,
  };
}
