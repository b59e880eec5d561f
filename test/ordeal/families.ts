import type { Family } from './family.ts';
import { POWER_FAMILIES } from './power-families.ts';

/** Everything that `npm run ordeal` does, in its order. */
export const FAMILIES: readonly Family[] = [...POWER_FAMILIES];
