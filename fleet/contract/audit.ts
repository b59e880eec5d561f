import Type from 'typebox';
import { AccountName, closed, Moment } from './words.ts';

/** GET /api/audit?before=ID: 100 at a time, newest first. Each entry's hash holds the one before it. */
export const AuditQuery = closed({ before: Type.Optional(Type.Integer({ minimum: 1 })) });
export type AuditQuery = Type.Static<typeof AuditQuery>;
export const AuditList = closed({
  /** Does the chain hold from end to end? */
  holds: Type.Boolean(),
  entries: Type.Array(
    closed({
      id: Type.Integer(),
      at: Moment,
      /** Absent: the service itself, or nobody signed in. */
      by: Type.Optional(AccountName),
      act: Type.String(),
      /** A station, an alarm, an account. */
      target: Type.String(),
      detail: Type.Optional(Type.String()),
    }),
  ),
});
export type AuditList = Type.Static<typeof AuditList>;
