/**
 * SQLite's write-ahead log, byte by byte: https://www.sqlite.org/fileformat2.html#walformat. Words are big-endian, but the
 * checksums' own arithmetic is in the byte order of the machine that wrote it, which the magic number names: here the little one.
 */
const MAGIC = 0x377f0682;
const VERSION = 3_007_000;
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** One page as a commit left it. */
export interface Frame {
  /** From 1. */
  readonly page: number;
  /** The database's pages after the commit that it ends; 0 where it ends none. */
  readonly commit: number;
  readonly content: Buffer;
  /** Its checksum goes on from the frame before it. False where that one is destroyed, and its salts alone speak for it. */
  readonly proved: boolean;
  /** Its place in the log, from 0: between neighbours nothing is destroyed. */
  readonly place: number;
}

export interface Log {
  /** What is whole of the log's newest generation, in its order, whatever is destroyed before or between. */
  readonly frames: readonly Frame[];
  /** So many of them SQLite takes: up to the last commit in front of the first frame that does not hold. */
  readonly taken: number;
}

type Sum = readonly [number, number];

function checksum([first, second]: Sum, bytes: Uint8Array): Sum {
  let one = first;
  let two = second;
  const words = new Uint32Array(new Uint8Array(bytes).buffer); // a copy: nothing else is sure to lie on a border of four
  for (let at = 0; at < words.length; at += 2) {
    one = (one + (words[at] ?? 0) + two) >>> 0;
    two = (two + (words[at + 1] ?? 0) + one) >>> 0;
  }
  return [one, two];
}

const sumAt = (bytes: Buffer, at: number): Sum => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
const same = (one: Sum, other: Sum): boolean => one[0] === other[0] && one[1] === other[1];

/**
 * Frames have one size, so that those behind a destroyed one are found. A frame of other salts is left over from an earlier
 * generation of the log and was in the database before this one began. `pageBytes`: for a log whose own header is destroyed.
 */
export function parseLog(bytes: Buffer, pageBytes: number): Log {
  if (bytes.length < HEADER_BYTES) return { frames: [], taken: 0 };
  const headHolds =
    bytes.readUInt32BE(0) === MAGIC &&
    same(checksum([0, 0], bytes.subarray(0, HEADER_BYTES - 8)), sumAt(bytes, HEADER_BYTES - 8));
  const size = FRAME_HEADER_BYTES + (headHolds ? bytes.readUInt32BE(8) : pageBytes);
  const starts = Array.from(
    { length: Math.floor((bytes.length - HEADER_BYTES) / size) },
    (_, index) => HEADER_BYTES + index * size,
  );
  /** As the frame before says, and where that does not hold, as its bytes come to: one of them may be what is destroyed. */
  let before: readonly Sum[] = [sumAt(bytes, HEADER_BYTES - 8)];
  const read = starts.map((at, place) => {
    const head = bytes.subarray(at, at + 8);
    const content = bytes.subarray(at + FRAME_HEADER_BYTES, at + size);
    const said = sumAt(bytes, at + 16);
    const sums = before.map((sum) => checksum(checksum(sum, head), content));
    const proved = sums.some((sum) => same(sum, said));
    before = proved ? [said] : [said, ...sums.slice(0, 1)];
    return {
      salts: sumAt(bytes, at + 8),
      proved,
      place,
      page: bytes.readUInt32BE(at),
      commit: bytes.readUInt32BE(at + 4),
      content,
    };
  });
  const salts = headHolds ? sumAt(bytes, 16) : newest(read);
  const current = read.map((frame) => salts !== undefined && frame.page > 0 && same(frame.salts, salts));
  const afterDamage = (index: number): boolean => (index === 0 ? !headHolds : !current[index - 1]);
  const holds = read.map(({ proved }, index) => current[index] && (proved || afterDamage(index)));
  const end = headHolds ? [...holds, false].indexOf(false) : 0;
  return {
    frames: read.filter((_, index) => holds[index]),
    taken: read.slice(0, end).findLastIndex(({ commit }) => commit > 0) + 1,
  };
}

/** The salts of the generation at the log's front. The first salt of the next is one more: it may have come to a single frame. */
function newest(
  read: readonly { readonly salts: Sum; readonly proved: boolean; readonly page: number }[],
): Sum | undefined {
  const [first] = read;
  const sure = read.find(({ proved, page }) => proved && page > 0);
  const follows = first && sure && first.salts[0] === (sure.salts[0] + 1) >>> 0;
  return (follows ? first : (sure ?? first))?.salts;
}

/** A log of these frames, one at least, that SQLite takes whole: the last of them ends a commit. */
export function writeLog(frames: readonly Frame[]): Buffer {
  const pageBytes = frames[0]?.content.length ?? 0;
  const header = words(MAGIC, VERSION, pageBytes, 0, 0, 0);
  let sum = checksum([0, 0], header);
  const parts = [header, words(...sum)];
  const pages = frames.reduce((most, { page, commit }) => Math.max(most, page, commit), 0);
  for (const [index, { page, content }] of frames.entries()) {
    const head = words(page, index === frames.length - 1 ? pages : 0);
    sum = checksum(checksum(sum, head), content);
    parts.push(head, words(0, 0, ...sum), content);
  }
  return Buffer.concat(parts);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}
