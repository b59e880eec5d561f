/** As a scale in a shop shows it; its steps of ten grams are seen. */
export const kilograms = (grams: number): string => (grams / 1000).toFixed(2);
