/** What a device's bytes leave open, and whoever set up the site knows: the station file's `weighing`. */

/** What a setting may be: one of these, or a whole number within bounds. */
export type Choice = readonly (string | boolean)[] | { readonly least: number; readonly most: number };

/** By name; checked against the driver's choices before it comes here. */
export type Settings = Readonly<Record<string, string | number | boolean | undefined>>;

/** A setting as the one of these that it is. */
export const oneOf = <T extends string>(choices: readonly T[], setting: Settings[string]): T | undefined =>
  choices.find((choice) => choice === setting);

/** A setting as the number that it is. */
export const numberIn = (setting: Settings[string]): number | undefined =>
  typeof setting === 'number' ? setting : undefined;
