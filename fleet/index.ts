/** The one door of the city's side. */
export { codeAt } from './accounts/totp.ts';
export type { Credentials, NewAccount } from './contract/accounts.ts';
export { type FleetParts, type FleetSettings, openFleet, type RunningFleet } from './main.ts';
