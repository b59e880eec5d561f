/** The ways over HTTP: what goes to a FHIR server, and what to a webhook. */
import type { Databases } from '../store/open.ts';
import { type Answer, answerOf, type HttpAnswer } from './answer.ts';
import { eventsFor, type Passing, whenceEvent } from './events.ts';
import { bundleOf, type Filed, filed } from './fhir.ts';
import type { Way } from './pump.ts';
import type { FhirTarget, WebhookTarget } from './settings.ts';
import { BATCH_CONTENT_TYPE, batchOf, DEFAULT_KINDS } from './webhook.ts';

/** Rejects, with a fixed phrase, where no whole answer came. */
export type Post = (
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  signal: AbortSignal,
) => Promise<HttpAnswer>;

/** The text of what a station has sealed for the platform. */
export type Open = (jwe: string) => Promise<string>;

const answered = (posted: Promise<HttpAnswer>): Promise<Answer> =>
  posted.then(answerOf, (error: unknown) => ({
    is: 'failed',
    why: error instanceof Error ? error.message : 'no answer',
  }));

export function fhirWay(target: FhirTarget, databases: Databases, post: Post, open: Open | undefined): Way<Passing> {
  const headers = {
    'content-type': 'application/fhir+json',
    accept: 'application/fhir+json',
    prefer: 'return=minimal',
    ...(target.token !== undefined && { authorization: `Bearer ${target.token}` }),
  };
  return {
    id: target.id,
    most: 50,
    read: eventsFor(databases, ({ kind, demo }) => kind === 'observation' && !demo),
    async send(items, signal) {
      const batch: Filed[] = [];
      for (const item of items) {
        const opened = await observationIn(item, open);
        if (opened === 'demo') continue;
        if (opened === 'sealed') return { is: 'failed', why: 'sealed, and there is no key to open it' };
        if (opened === undefined) return { is: 'refused', why: 'no observation that could be read' };
        batch.push(opened);
      }
      if (batch.length === 0) return { is: 'taken' };
      return answered(post({ url: target.url, headers, body: JSON.stringify(bundleOf(batch)) }, signal));
    },
    whence: whenceEvent,
    close: async () => {},
  };
}

async function observationIn(
  { stationId, id, envelope }: Passing,
  open: Open | undefined,
): Promise<Filed | 'demo' | 'sealed' | undefined> {
  try {
    const { datacontenttype, data, demo } = JSON.parse(envelope);
    if (demo !== undefined && demo !== false) return 'demo';
    if (datacontenttype !== 'application/jose') return filed(stationId, id, data);
    if (!open) return 'sealed';
    return typeof data === 'string' ? filed(stationId, id, JSON.parse(await open(data))) : undefined;
  } catch {
    return undefined;
  }
}

/** `sign`: the headers for a body. */
export function webhookWay(
  target: WebhookTarget,
  databases: Databases,
  post: Post,
  sign: (body: string) => Readonly<Record<string, string>>,
): Way<Passing> {
  const kinds = target.kinds ?? DEFAULT_KINDS;
  return {
    id: target.id,
    most: 100,
    read: eventsFor(databases, ({ kind }) => kinds.includes(kind)),
    send(items, signal) {
      const body = batchOf(items.map(({ envelope }) => envelope));
      return answered(
        post({ url: target.url, headers: { 'content-type': BATCH_CONTENT_TYPE, ...sign(body) }, body }, signal),
      );
    },
    whence: whenceEvent,
    close: async () => {},
  };
}
