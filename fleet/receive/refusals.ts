/** Why a message was not taken: fixed words, which never repeat what was refused. They are labels of `/metrics` and stand in the station's row. */
export const REFUSALS = [
  'unknown topic',
  'too long',
  'not UTF-8',
  'not JSON',
  'schema',
  'foreign source',
  'type',
  'sequence',
  'time',
  'too many devices',
  'too many alarms',
  'too much at once',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface Refused {
  readonly refused: Refusal;
}
export const refused = (why: Refusal): Refused => ({ refused: why });
export const isRefused = (read: object): read is Refused => 'refused' in read;
