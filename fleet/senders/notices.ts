import type { SendNotice } from '../ports.ts';
import { type Email, openEmail } from './email.ts';
import { openWebhook } from './webhook.ts';

/** The way of each channel that is set up; a notice of another is an error, and stays in the queue. */
export function openNoticeSender(set: {
  readonly webhook?: { readonly url: string };
  readonly email?: Email;
}): SendNotice {
  const ways = { webhook: set.webhook && openWebhook(set.webhook.url), email: set.email && openEmail(set.email) };
  return async (notice) => {
    const way = ways[notice.channel];
    if (!way) throw new Error(`no ${notice.channel} is set up`);
    await way(notice);
  };
}
