/** Days and hours as the city counts them, whatever the computer is set to. Asia/Shanghai has been UTC+8 since 1991. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const AHEAD_MS = 8 * HOUR_MS;

/** Its UTC fields are the city's. */
export const inCity = (at: number): Date => new Date(at + AHEAD_MS);

/** When the city's day began in which this moment lies. */
export const dayOf = (at: number): number => at - ((at + AHEAD_MS) % DAY_MS);
export const hourOf = (at: number): number => at - (at % HOUR_MS);
