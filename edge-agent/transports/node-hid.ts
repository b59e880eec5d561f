/**
 * The one place where node-hid is loaded, and only once something HID is asked for: it needs the shared library libusb,
 * which a station without HID devices can do without.
 */

/** What the system says of a HID device. One device stands there once for each of its usages. */
export interface ListedHid {
  readonly path?: string | undefined;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
}

/** As much of an open HIDAsync as we use. */
export interface HidHandle {
  /** One listener only: a second kills the process. It starts the reading in the next turn. */
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  /** A failed read, as a string; the only sign of an unplug, and only while reports are listened for. */
  on(event: 'error', listener: (error: unknown) => void): unknown;
  /** The next report; empty when none came in that time. */
  read(withinMs: number): Promise<Uint8Array | undefined>;
  /** The report's number stands first. */
  write(report: number[]): Promise<unknown>;
  /** A setting of the device itself; the report's number stands first. */
  sendFeatureReport(report: number[]): Promise<unknown>;
  close(): Promise<void>;
}

/** The HID devices of a machine; a test brings its own. */
export interface HidPort {
  list(): Promise<readonly ListedHid[]>;
  open(path: string): Promise<HidHandle>;
}

export const nodeHid: HidPort = {
  async list() {
    const { devicesAsync } = await import('node-hid');
    return devicesAsync();
  },
  async open(path) {
    const { HIDAsync } = await import('node-hid');
    return HIDAsync.open(path);
  },
};
