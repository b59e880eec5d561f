/** Arithmetic of the second decoders, on digits as they are written one below the other. Nothing of the product. */

/** So many places the point is moved; what then stands behind it is rounded by its first digit. */
function moved(text: string, places: number): number {
  const [whole = '', behind = ''] = text.replace(/^[-+]/, '').split('.');
  const padded = behind.padEnd(places + 1, '0');
  const number = Number(whole + padded.slice(0, places)) + (padded.charAt(places) >= '5' ? 1 : 0);
  return text.startsWith('-') && number !== 0 ? -number : number;
}

/** Whole grams of a number in kilograms or grams; undefined in another unit. */
export function gramsOf(text: string, unit: string): number | undefined {
  if (unit === 'kg') return moved(text, 3);
  return unit === 'g' ? moved(text, 0) : undefined;
}
