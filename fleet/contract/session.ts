import Type from 'typebox';
import { AccountName, closed, PlaceId, Role } from './words.ts';

/** POST /api/session. The same words and the same work answer an unknown name, a wrong password and a wrong code. */
export const SignIn = closed({
  name: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
  /** Six digits of the second factor (RFC 6238). */
  code: Type.String({ pattern: '^\\d{6}$' }),
});
export type SignIn = Type.Static<typeof SignIn>;

/** GET /api/me, and what a sign-in answers. */
export const Me = closed({
  name: AccountName,
  displayName: Type.String(),
  role: Role,
  /** Of a fitter alone: where they work, and all that they see. */
  districts: Type.Array(PlaceId),
});
export type Me = Type.Static<typeof Me>;

/** GET /api/people: to whom work can be given. */
export const People = closed({ people: Type.Array(closed({ name: AccountName, displayName: Type.String() })) });
export type People = Type.Static<typeof People>;
