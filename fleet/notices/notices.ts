/**
 * Tells people who are not looking; on the leading member alone. The queue is a table, and a notice leaves it behind the
 * other side's word: a crash between the two tells somebody twice, and never not at all.
 */
import type { Updateable } from 'kysely';
import type { Clock, Log, SendNotice } from '../ports.ts';
import type { Databases } from '../store/open.ts';
import type { NoticeTable } from '../store/schema.ts';
import { openTicking, type Ticking } from '../ticking.ts';
import { messageOf } from './message.ts';
import type { Notify } from './notify.ts';
import { dueNotices, plan, type Queued } from './queue.ts';
import { backOffMs, GROUPING_MS, going } from './rules.ts';

const TICK_MS = 1000;
/** On-call hours begin and minutes without an acknowledgement end with no change of an alarm. */
const ALL_MS = 30_000;
const OVERLAP_MS = 2000;

export interface NoticesParts {
  readonly databases: Pick<Databases, 'fleet'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly notify: Notify;
  readonly send: SendNotice;
}

export function openNotices({ databases: { fleet }, clock, log, notify, send }: NoticesParts): Ticking {
  let seenMs: number | undefined;
  let allMs = Number.NEGATIVE_INFINITY;

  async function tick(closing: () => boolean): Promise<void> {
    const now = clock.wall();
    const all = seenMs === undefined || clock.now() - allMs >= ALL_MS;
    await plan(fleet, notify, now, all ? undefined : (seenMs ?? now) - OVERLAP_MS);
    if (all) allMs = clock.now();
    seenMs = now;
    const due = await dueNotices(fleet, now);
    const recipients = Map.groupBy(due, ({ channel, recipient }) => `${channel} ${recipient}`);
    await Promise.all([...recipients.values()].map((waiting) => tell(waiting, now, closing)));
  }

  async function tell(waiting: readonly Queued[], now: number, closing: () => boolean): Promise<void> {
    const [first] = waiting;
    if (!first) return;
    const { channel, recipient } = first;
    const sent = await fleet
      .selectFrom('notice')
      .select(['id'])
      .where('sent_ms', '>', now - GROUPING_MS)
      .where('channel', '=', channel)
      .where('recipient', '=', recipient)
      .execute();
    const way = going(waiting.length, sent.length);
    if (way === 'later') return;
    const messages = way === 'together' ? [waiting] : waiting.map((one) => [one]);
    for (const [i, message] of messages.entries()) {
      if (closing()) return;
      try {
        await send(
          messageOf(
            message.map(({ noted }) => noted),
            channel,
            recipient,
          ),
        );
      } catch (error) {
        const why = String(error).slice(0, 200);
        log.warn('a notice could not be sent', { channel, tries: first.tries + 1, error: why });
        const due_ms = clock.wall() + backOffMs(first.tries);
        await write(messages.slice(i).flat(), { tries: first.tries + 1, due_ms, last_error: why }); // none of the others would fare better
        return;
      }
      await write(message, { sent_ms: clock.wall(), last_error: null });
    }
  }

  async function write(notices: readonly Queued[], set: Updateable<NoticeTable>): Promise<void> {
    const ids = notices.map(({ id }) => id);
    await fleet.updateTable('notice').set(set).where('id', 'in', ids).execute();
  }

  return openTicking({
    clock,
    everyMs: TICK_MS,
    tick,
    failed: (code) => log.error('notices could not be told', { code }),
  });
}
