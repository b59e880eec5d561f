/**
 * A second decoder of the A&D TM-2657P, written from the protocol's description alone. It shares no code with the driver and
 * thinks another way: letter by letter through all the bytes, with the fields that are open at the moment.
 */

/** Every reading that these bytes hold, in the words of `inWords`. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const found = new Set<string>();
  let fields: string[] | undefined;
  for (const byte of bytes) {
    if (byte === 2) fields = [''];
    else if (byte === 3) {
      const words = fields && ofFields(fields);
      if (words !== undefined) found.add(words);
      fields = undefined;
    } else if (byte === 30) fields?.push('');
    else if (byte < 32 || byte > 126) fields = undefined;
    else fields?.push(`${fields.pop()}${String.fromCharCode(byte)}`);
  }
  return found;
}

/** The numbers are the sixth field to the ninth, each behind its letter. */
function ofFields(fields: readonly string[]): string | undefined {
  const numbers: number[] = [];
  for (const [at, field] of fields.entries()) {
    const letter = 'SMDP'.charAt(at - 5);
    if (at < 5 || letter === '') {
      if (field === '' || field[0] === 'E') return undefined;
    } else {
      const digits = field.slice(1);
      if (
        field[0] !== letter ||
        digits.length !== 3 ||
        Array.from(digits).some((digit) => !'0123456789'.includes(digit))
      )
        return undefined;
      numbers.push(Number(digits));
    }
  }
  const [sys, mean, dia, pulse] = numbers;
  if (sys === undefined || mean === undefined || dia === undefined || pulse === undefined) return undefined;
  return dia < mean && mean < sys ? inWords({ sys, mean, dia, pulse }) : undefined;
}

export interface Words {
  readonly sys: number;
  readonly mean: number | undefined;
  readonly dia: number;
  readonly pulse: number | undefined;
}

export const inWords = ({ sys, mean, dia, pulse }: Words): string => `${sys}/${dia} mean ${mean} pulse ${pulse}`;
