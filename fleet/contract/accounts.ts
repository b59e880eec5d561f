import Type from 'typebox';
import { AccountName, closed, Moment, PlaceId, Role } from './words.ts';

export const Account = closed({
  name: AccountName,
  displayName: Type.String({ minLength: 1, maxLength: 60 }),
  role: Role,
  districts: Type.Array(PlaceId, { maxItems: 32 }),
  disabled: Type.Boolean(),
  lockedUntil: Type.Optional(Moment),
  lastSeen: Type.Optional(Moment),
});
export type Account = Type.Static<typeof Account>;

/** GET /api/accounts, for an admin. */
export const Accounts = closed({ accounts: Type.Array(Account) });
export type Accounts = Type.Static<typeof Accounts>;

/** POST /api/accounts. */
export const NewAccount = closed({
  name: AccountName,
  displayName: Type.String({ minLength: 1, maxLength: 60 }),
  role: Role,
  districts: Type.Array(PlaceId, { maxItems: 32 }),
});
export type NewAccount = Type.Static<typeof NewAccount>;

/** POST /api/accounts and POST /api/accounts/:name/reset answer with what is shown this once and never again. */
export const Credentials = closed({
  name: AccountName,
  password: Type.String(),
  /** `otpauth://…`, for the person's authenticator. */
  totpUri: Type.String(),
});
export type Credentials = Type.Static<typeof Credentials>;

/** POST /api/accounts/:name/disabled. */
export const Disabling = closed({ disabled: Type.Boolean() });
export type Disabling = Type.Static<typeof Disabling>;
