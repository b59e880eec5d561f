/**
 * A pipe for bytes. One wire per connection, never reused: a replug makes a new one. A transport knows no protocol.
 */

export interface WireListener {
  /** Bytes that arrived, as the wire cut them. Never reused by the wire. */
  chunk(bytes: Uint8Array): void;
  /** The wire is gone, for whatever reason. Once, and last. */
  gone(why: string): void;
}

export interface Wire {
  /** Resolves when the bytes have left us; rejects with a DeviceError `wire` within a second when they cannot. */
  write(bytes: Uint8Array): Promise<void>;
  /** Frees the handle; harmless when repeated. `gone` is not told for a close of our own. */
  close(): Promise<void>;
}

/** Where a device may be plugged in. */
export interface Socket {
  /** What staff call it: a path, a port. */
  readonly name: string;
  /** Opens a new wire; the listener hears from the first byte on. Rejects with a DeviceError `wire` when nothing is there. */
  open(listener: WireListener): Promise<Wire>;
}

/** Line settings of a serial wire. */
export interface SerialSettings {
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}
