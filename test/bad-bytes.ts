/** The ways in which a wire spoils a frame, each made once. */

export const flips = (frame: Uint8Array): Uint8Array[] =>
  Array.from({ length: frame.length * 8 }, (_, bit) =>
    frame.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
  );

export const losses = (frame: Uint8Array): Uint8Array[] =>
  Array.from(frame, (_, lost) => frame.filter((_, at) => at !== lost));

export const doubles = (frame: Uint8Array): Uint8Array[] =>
  Array.from(frame, (_, doubled) => Uint8Array.from([...frame.subarray(0, doubled + 1), ...frame.subarray(doubled)]));

/** The frame torn off after each of its bytes but the last. */
export const torn = (frame: Uint8Array): Uint8Array[] =>
  Array.from(frame.subarray(1), (_, at) => frame.slice(0, at + 1));

/** In two, at every place. */
export const splits = (frame: Uint8Array): [Uint8Array, Uint8Array][] =>
  torn(frame).map((head) => [head, frame.slice(head.length)]);

/** One thing that a wire does to bytes; each of these leaves or makes some. */
export type Spoiling =
  | { readonly how: 'flip' | 'lose' | 'double' | 'cut here' | 'junk here'; readonly at: number; readonly bit: number }
  | { readonly how: 'twice' };

/** The spoilings one after the other; positions wrap. */
export const spoil = (bytes: Uint8Array, spoilings: readonly Spoiling[]): Uint8Array => spoilings.reduce(spoilt, bytes);

function spoilt(frame: Uint8Array, spoiling: Spoiling): Uint8Array {
  if (spoiling.how === 'twice') return Uint8Array.from([...frame, ...frame]);
  const at = frame.length === 0 ? 0 : spoiling.at % frame.length;
  const [head, tail] = [frame.subarray(0, at), frame.subarray(at)];
  switch (spoiling.how) {
    case 'flip':
      return frame.map((byte, i) => (i === at ? byte ^ (1 << spoiling.bit) : byte));
    case 'lose':
      return Uint8Array.from([...head, ...tail.subarray(1)]);
    case 'double':
      return Uint8Array.from([...head, ...tail.subarray(0, 1), ...tail]);
    case 'cut here':
      return head;
    case 'junk here':
      return Uint8Array.from([...head, spoiling.at & 0xff, spoiling.bit, ...tail]);
  }
}
