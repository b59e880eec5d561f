import type { Kysely } from 'kysely';
import type { Rounds, RoundsQuery } from '../contract/rounds.ts';
import type { Me } from '../contract/session.ts';
import type { Fleet } from '../store/schema.ts';

/** The bins that this person sees, the soonest full first. */
export type RoundsView = (db: Kysely<Fleet>, query: RoundsQuery, me: Me, nowMs: number) => Promise<Rounds>;
