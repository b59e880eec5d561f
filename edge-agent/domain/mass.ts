/** Whole grams from the digits that a scale shows, reckoned in whole numbers: no binary fraction decides a rounding. */

export const MASS_UNITS = ['kg', 'g', 't', 'lb', 'oz'] as const;
export type MassUnit = (typeof MASS_UNITS)[number];

/** Avoirdupois pound and ounce by their definition of 1959. */
const NANOGRAMS: Readonly<Record<MassUnit, bigint>> = {
  kg: 1_000_000_000_000n,
  g: 1_000_000_000n,
  t: 1_000_000_000_000_000n,
  lb: 453_592_370_000n,
  oz: 28_349_523_125n,
};

/** `shown`: a sign or none, digits, a point or none. What is finer than a gram is rounded half away from zero; undefined for other text. */
export function gramsOf(shown: string, unit: MassUnit): number | undefined {
  const [, sign, whole, fraction = ''] = /^([+-]?)(\d{1,12})(?:\.(\d{1,9}))?$/.exec(shown) ?? [];
  if (whole === undefined) return undefined;
  const nanograms = BigInt(whole + fraction) * NANOGRAMS[unit];
  const gram = NANOGRAMS.g * 10n ** BigInt(fraction.length);
  const grams = (2n * nanograms + gram) / (2n * gram);
  return Number(sign === '-' ? -grams : grams);
}

export const massUnit = (text: string): MassUnit | undefined => MASS_UNITS.find((unit) => unit === text);
