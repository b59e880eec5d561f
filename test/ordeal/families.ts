import type { Family } from './family.ts';
import { POWER_FAMILIES } from './power-families.ts';
import { SIMULATION_FAMILIES } from './simulation-families.ts';

/** Everything that `npm run ordeal` does, in its order. */
export const FAMILIES: readonly Family[] = [...SIMULATION_FAMILIES, ...POWER_FAMILIES];
