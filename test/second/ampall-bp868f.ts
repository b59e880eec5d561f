/**
 * A second decoder of the AMPall BP868F, written from the protocol's description alone. It shares no code with the driver
 * and thinks another way: the bytes are split at their edges, and what lies between two of them is one great number.
 */

/** Every reading that these bytes hold, in the words of `inWords`. */
export function confirmed(bytes: Uint8Array): ReadonlySet<string> {
  const between = Buffer.from(bytes).toString('latin1').split('^').slice(1, -1);
  return new Set(between.filter((text) => text.length === 13 && !/\D/.test(text)).flatMap(ofNumber));
}

function ofNumber(text: string): string[] {
  let rest = BigInt(text);
  const last = (base: bigint): number => {
    const digits = Number(rest % base);
    rest /= base;
    return digits;
  };
  const irregular = last(10n) === 1;
  const [pulse, dia, mean, sys] = [last(1000n), last(1000n), last(1000n), last(1000n)];
  return dia < mean && mean < sys ? [inWords({ sys, mean, dia, pulse, irregular })] : [];
}

export interface Words {
  readonly sys: number;
  readonly mean: number | undefined;
  readonly dia: number;
  readonly pulse: number | undefined;
  readonly irregular: boolean;
}

export const inWords = ({ sys, mean, dia, pulse, irregular }: Words): string =>
  `${sys}/${dia} mean ${mean} pulse ${pulse}${irregular ? ' irregular' : ''}`;
