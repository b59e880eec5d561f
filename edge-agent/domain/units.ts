/**
 * mmol/L from mg/dL as the meters themselves show it: divided by 18.0, one decimal, half up.
 * Computed in whole tenths, so that no binary fraction decides a rounding.
 */
export const mmolPerLFromMgPerDl = (mgPerDl: number): number => Math.floor((mgPerDl * 10 + 9) / 18) / 10;
