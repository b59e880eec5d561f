/** A picture as Chromium hands it out, a PNG of eight bits a colour: read here, since a browser takes ten times as long to give its pixels. */
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Relative luminance (WCAG 2) at a place in it, from 0 to 1. */
  luminanceAt(x: number, y: number): number;
}

const SIGNATURE_BYTES = 8;
/** Of a chunk: its length, its name, and behind its data the check value. */
const [LENGTH_BYTES, NAME_BYTES, CHECK_BYTES] = [4, 4, 4];
/** Colour type → bytes a pixel: PNG, third edition, 11.2.1. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
const linear = (value: number | undefined): number => LINEAR[value ?? 0] ?? 0;

/** Throws a RangeError where it is not such a picture. */
export function pictureFrom(png: Buffer): Picture {
  const data: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const from = at + LENGTH_BYTES + NAME_BYTES;
    const name = png.toString('latin1', from - NAME_BYTES, from);
    if (name === 'IHDR') header = png.subarray(from, from + length);
    if (name === 'IDAT') data.push(png.subarray(from, from + length));
    at = from + length + CHECK_BYTES;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const pixelBytes = PIXEL_BYTES[header.readUInt8(9)];
  if (pixelBytes === undefined || header.readUInt8(8) !== 8 || header.readUInt8(12) !== 0)
    throw new RangeError('not a picture of eight bits a colour, line by line');
  const lineBytes = width * pixelBytes;
  const pixels = unfiltered(inflateSync(Buffer.concat(data)), lineBytes, pixelBytes);
  return {
    width,
    height,
    luminanceAt(x, y) {
      const at = Math.floor(y) * lineBytes + Math.floor(x) * pixelBytes;
      return 0.2126 * linear(pixels[at]) + 0.7152 * linear(pixels[at + 1]) + 0.0722 * linear(pixels[at + 2]);
    },
  };
}

/** PNG, 9.2: each line begins with the way in which its bytes refer to those to the left and above. */
function unfiltered(raw: Buffer, lineBytes: number, pixelBytes: number): Uint8Array {
  const lines = raw.length / (lineBytes + 1);
  const pixels = new Uint8Array(lines * lineBytes);
  for (let line = 0; line < lines; line++) {
    const from = line * (lineBytes + 1) + 1;
    const to = line * lineBytes;
    const filter = raw[from - 1] ?? 0;
    if (filter > 4) throw new RangeError(`no such filter: ${filter}`);
    for (let at = 0; at < lineBytes; at++) {
      const left = at < pixelBytes ? 0 : (pixels[to + at - pixelBytes] ?? 0);
      const above = line === 0 ? 0 : (pixels[to + at - lineBytes] ?? 0);
      const corner = line === 0 || at < pixelBytes ? 0 : (pixels[to + at - lineBytes - pixelBytes] ?? 0);
      pixels[to + at] = (raw[from + at] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const [byLeft, byAbove, byCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
