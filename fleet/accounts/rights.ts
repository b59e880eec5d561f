/** Who may do what. Whatever is not named here nobody may: a route without a right does not get built. */
import type { Me } from '../contract/session.ts';
import type { Role } from '../contract/words.ts';

export const RIGHTS = ['see', 'work', 'give-up', 'keep-accounts', 'see-audit'] as const;
/**
 * `work`: acknowledge, shelve, assign, comment, clear; maintenance of a station. `give-up`: say that events which are missing
 * will never come. What is lost by that is the whole city's record and not a district's, so that no fitter may.
 */
export type Right = (typeof RIGHTS)[number];

const OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ['see'],
  fitter: ['see', 'work'],
  operator: ['see', 'work', 'give-up'],
  admin: ['see', 'work', 'give-up', 'keep-accounts', 'see-audit'],
  auditor: ['see', 'see-audit'],
};

export const may = ({ role }: Pick<Me, 'role'>, right: Right): boolean => OF_ROLE[role].includes(right);

/** The districts that this person sees and works in; undefined: all. A fitter without one sees none. */
export const districtsOf = ({ role, districts }: Pick<Me, 'role' | 'districts'>): readonly string[] | undefined =>
  role === 'fitter' ? districts : undefined;

/** What of the city a person sees. */
export interface Sight {
  /** Undefined: all. */
  readonly districts: readonly string[] | undefined;
}
export const sightOf = (me: Pick<Me, 'role' | 'districts'>): Sight => ({ districts: districtsOf(me) });
