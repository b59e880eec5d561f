/** Signs a body as Standard Webhooks 1.0 has it (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md). */
import { createHash, createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
export const WEBHOOK_SECRET = 'expected whsec_ and 24 to 64 bytes in base64';

/** The secret's bytes. Throws a RangeError, which does not repeat it. */
export function secretBytes(secret: string): Uint8Array {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const bytes = Buffer.from(text, 'base64');
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  if (bytes.length < 24 || bytes.length > 64 || bytes.toString('base64') !== padded)
    throw new RangeError(`a webhook secret: ${WEBHOOK_SECRET}`);
  return bytes;
}

export function isWebhookSecret(secret: string): boolean {
  try {
    return secretBytes(secret).length > 0;
  } catch {
    return false;
  }
}

/** The same body has the same id: by it the far side knows a batch that came twice. */
export const idOf = (body: string): string => `msg_${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;

export function signed(secret: Uint8Array, id: string, wallMs: number, body: string): Record<string, string> {
  const seconds = Math.floor(wallMs / 1000);
  const mac = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${mac}` };
}
