/** Events as their stations made them, byte for byte, in CloudEvents' batch (github.com/cloudevents/spec, json-format.md, 4). */

export const BATCH_CONTENT_TYPE = 'application/cloudevents-batch+json';

/** Without observation, identity and consent: those go only where the fleet's file names them. */
export const DEFAULT_KINDS: readonly string[] = [
  'alarm',
  'audit',
  'deposit',
  'parcel',
  'points',
  'request',
  'tombstone',
];

export const batchOf = (envelopes: readonly string[]): string => `[${envelopes.join(',')}]`;
