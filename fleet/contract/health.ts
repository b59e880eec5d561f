import Type from 'typebox';
import { closed } from './words.ts';

/** GET /healthz, for anybody: 503 when nothing can be answered. */
export const Health = closed({
  status: Type.Enum(['ok', 'degraded']),
  database: Type.Boolean(),
  /** Is there a connection to the broker? */
  broker: Type.Boolean(),
});
export type Health = Type.Static<typeof Health>;
