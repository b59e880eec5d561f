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
