import type { Kysely } from 'kysely';
import type { Clock, Log, Random } from '../ports.ts';
import type { Audit } from '../store/audit-store.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import type { Passwords } from './scrypt.ts';
import type { Seal } from './seal.ts';

export interface AccountParts {
  /** The console's own (`Databases.console`): it reaches no record of a resident. */
  readonly db: Kysely<Fleet>;
  readonly dialect: Dialect;
  readonly audit: Audit;
  readonly passwords: Passwords;
  readonly seal: Seal;
  readonly clock: Pick<Clock, 'wall'>;
  readonly random: Random;
  readonly log: Log;
}
