/** Contrast of the colours as they are written in style sheets: WCAG 2.2, "relative luminance" and "contrast ratio". */

/** Every `--name: #hex;`; a later one of the same name wins. */
export const coloursIn = (css: string): Map<string, string> =>
  new Map([...css.matchAll(/--([\w-]+):\s*(#[\da-f]{3,6});/gi)].map(([, name = '', hex = '']) => [name, hex]));

function luminance(colours: ReadonlyMap<string, string>, name: string): number {
  const hex = colours.get(name);
  if (!hex) throw new RangeError(`no colour --${name}`);
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits
    .map((two) => Number.parseInt(two, 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function ratioIn(colours: ReadonlyMap<string, string>, one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(colours, one), luminance(colours, other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
