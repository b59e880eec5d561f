/** A file's content that grows: written anywhere, zeros where nothing was. */
export class Bytes {
  #buffer: Uint8Array;
  #length: number;

  constructor(from: Uint8Array = new Uint8Array(0)) {
    this.#buffer = from.slice();
    this.#length = from.length;
  }

  write(at: number, bytes: Uint8Array): void {
    this.#reach(at + bytes.length);
    this.#buffer.set(bytes, at);
  }

  truncate(to: number): void {
    this.#reach(to);
    this.#buffer.fill(0, to, this.#length); // what is written behind it later leaves zeros between
    this.#length = to;
  }

  /** Not a copy: good until the next change. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #reach(length: number): void {
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#buffer.length));
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#length = Math.max(this.#length, length);
  }
}
