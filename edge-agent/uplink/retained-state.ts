import type { Publication } from './connection.ts';

/** A state as the broker is to keep it. An empty one, which takes it from its topic, is no JSON (`wire/asyncapi.yaml`: gone, cleared). */
export const retainedState = ({ topic, payload }: Pick<Publication, 'topic' | 'payload'>): Publication => ({
  topic,
  payload,
  retain: true,
  contentType: payload === '' ? 'text/plain' : 'application/json',
});
