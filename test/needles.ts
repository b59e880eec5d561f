/** Looks for values and marks that must not show: in log lines, in topics, in whatever is text. */

/** A measured value, or a mark: text planted as raw bytes. */
export type Needle = number | string;

/** The needles that this text holds. A line of JSON is looked through fact by fact, but for `unless`: keys of counters and times. */
export function needlesIn(text: string, needles: readonly Needle[], unless: readonly string[] = []): Needle[] {
  const facts = factsOf(text, new Set(unless));
  return needles.filter((needle) =>
    typeof needle === 'string' ? holdsMark(text, needle) : facts.some((fact) => holdsValue(fact, needle)),
  );
}

function factsOf(text: string, unless: ReadonlySet<string>): (string | number)[] {
  const facts: (string | number)[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') facts.push(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inside] of Object.entries(value)) if (!unless.has(key)) walk(inside);
    }
  };
  try {
    walk(JSON.parse(text));
  } catch {
    facts.push(text);
  }
  return facts;
}

/** The number itself, standing alone: 87 is neither in 1287 nor in 87.5, but it is in `143/87`. */
function holdsValue(fact: string | number, value: number): boolean {
  if (typeof fact === 'number') return fact === value;
  return new RegExp(`(?<![\\d.])${String(value).replace('.', '\\.')}(?!\\.?\\d)`).test(fact);
}

/** As text, as hexadecimal, as base64 wherever it begins, or as bytes in decimal, however they are set apart. */
function holdsMark(text: string, mark: string): boolean {
  const bytes = Buffer.from(mark);
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return encoded.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  const close = text.toLowerCase().replaceAll(/[\s,:x\\-]/g, '');
  return (
    close.includes(mark.toLowerCase()) ||
    close.includes(bytes.toString('hex')) ||
    base64.some((encoded) => text.includes(encoded)) ||
    text.replaceAll(/\D+/g, ',').includes(`${[...bytes].join(',')}`)
  );
}
