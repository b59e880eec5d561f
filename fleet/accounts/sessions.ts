/** Who is asking: a token in a cookie, its hash in the database, 30 minutes idle and 12 hours in all. */
import type { Me } from '../contract/session.ts';
import { ROLES } from '../contract/words.ts';
import { endSession, findSession, seenSession } from '../store/account-store.ts';
import type { AccountParts } from './parts.ts';
import { tokenHash } from './token.ts';

export const IDLE_MS = 30 * 60_000;
export const HARD_END_MS = 12 * 60 * 60_000;
/** A session that was seen so lately is not written again. */
const SEEN_AGAIN_MS = 30_000;

export type Sessions = ReturnType<typeof openSessions>;

export function openSessions({ db, audit, clock }: Pick<AccountParts, 'db' | 'audit' | 'clock'>) {
  /** Undefined: nobody, or no more. */
  async function whose(token: string, seen: 'a person asks' | 'a stream looks'): Promise<Me | undefined> {
    const row = await findSession(db, tokenHash(token));
    if (row?.disabled !== 0) return undefined;
    const nowMs = clock.wall();
    if (nowMs - row.session_seen_ms >= IDLE_MS || nowMs - row.created_ms >= HARD_END_MS) return undefined;
    if (seen === 'a person asks' && nowMs - row.session_seen_ms >= SEEN_AGAIN_MS)
      await seenSession(db, row.token, nowMs);
    return meOf(row);
  }

  return {
    whose,
    async end(token: string, me: Me): Promise<void> {
      await db.transaction().execute(async (on) => {
        await endSession(on, tokenHash(token));
        await audit.append(on, { by: me.name, act: 'signed out', target: me.name }, clock.wall());
      });
    },
  };
}

/** As it stands in the database; a role that nobody knows may do nothing, so that person is nobody. */
export function meOf(row: {
  readonly name: string;
  readonly display_name: string;
  readonly role: string;
  readonly districts: string;
}): Me | undefined {
  const role = ROLES.find((one) => one === row.role);
  return role && { name: row.name, displayName: row.display_name, role, districts: districtsIn(row.districts) };
}

export function districtsIn(json: string): string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
