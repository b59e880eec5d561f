/** One POST: the whole answer within its time, its body read to the end and thrown away. */
import type { Clock } from '../ports.ts';

export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why no answer came, as a fixed phrase: neither address nor body is in it. */
export class NoAnswer extends Error {
  constructor(why: 'no answer in time' | 'no connection' | 'answer cut off' | 'answer too long' | 'ended') {
    super(why);
    this.name = 'NoAnswer';
  }
}

const WITHIN_MS = 20_000;
const MOST_BYTES = 4_194_304;

/** Follows no redirect: what it carries is meant for this address. Rejects with NoAnswer, also when `signal` ends it. */
export async function post(
  { url, headers, body }: HttpPost,
  { clock, signal }: { readonly clock: Pick<Clock, 'now' | 'at'>; readonly signal: AbortSignal },
): Promise<{ readonly status: number; readonly retryAfterMs?: number }> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let late = false;
  const cancel = clock.at(clock.now() + WITHIN_MS, () => {
    late = true;
    end();
  });
  signal.addEventListener('abort', end);
  const because = (otherwise: 'no connection' | 'answer cut off'): NoAnswer =>
    new NoAnswer(signal.aborted ? 'ended' : late ? 'no answer in time' : otherwise);
  try {
    if (signal.aborted) throw new NoAnswer('ended');
    const request = { method: 'POST', headers, body, redirect: 'manual', signal: ending.signal } as const;
    const response = await fetch(url, request).catch(() => {
      throw because('no connection');
    });
    await readAway(response).catch((error: unknown) => {
      throw error instanceof NoAnswer ? error : because('answer cut off');
    });
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { status: response.status, ...(retryAfter >= 0 && { retryAfterMs: retryAfter * 1000 }) };
  } finally {
    cancel();
    signal.removeEventListener('abort', end);
    end(); // what is left of a connection that failed half way
  }
}

async function readAway({ body }: Response): Promise<void> {
  if (!body) return;
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new NoAnswer('answer too long');
  }
}
