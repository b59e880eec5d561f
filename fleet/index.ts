/** The one door of the city's side. */
export { codeAt } from './accounts/totp.ts';
export { addAccount } from './admin.ts';
export type { Credentials, NewAccount } from './contract/accounts.ts';
export { ROLES } from './contract/words.ts';
export { type FleetParts, type FleetSettings, openFleet, type RunningFleet } from './main.ts';
export { isWebhookSecret, WEBHOOK_SECRET } from './senders/standard-webhooks.ts';
