import type { SendNotice } from '../ports.ts';

/** JSON to one address. Only a 2xx within the time is taken; a redirect is none: the address was named by whoever runs this. */
export const openWebhook =
  (url: string, timeoutMs = 10_000): SendNotice =>
  async ({ json }) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
  };
