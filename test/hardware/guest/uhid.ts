/**
 * A HID device made by a program: the kernel shows it as a real one. Read: linux/uhid.h and Documentation/hid/uhid.rst.
 * Every event is a number and its body, little-endian, not padded.
 */
import { openSync, read, writeSync } from 'node:fs';

const DESTROY = 1;
const OPEN = 4;
const OUTPUT = 6;
const CREATE2 = 11;
const INPUT2 = 12;
const SET_REPORT = 13;
const SET_REPORT_REPLY = 14;
const BUS_USB = 3;
const IO_ERROR = 5;
/** The largest event. */
const EVENT_BYTES = 4380;
const MOST_REPORT = 4096;

export interface Identity {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly descriptor: readonly number[];
}

/** What the host does to the device. */
export interface Heard {
  /** It was opened by the first of those who have it open. */
  opened(): void;
  /** The report's number stands first. */
  output(report: Uint8Array): void;
  /** False: it refuses the setting. Undefined: it never answers. */
  feature(report: Uint8Array): boolean | undefined;
}

export interface VirtualHid {
  /** After `destroy` it may be created again. */
  create(identity: Identity): void;
  input(report: Uint8Array): void;
  destroy(): void;
}

const u16 = (value: number): readonly number[] => [value & 0xff, value >> 8];
const u32 = (value: number): readonly number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const text = (value: string, bytes: number): Buffer => Buffer.concat([Buffer.from(value)], bytes);

/** Its owner's process reads for ever; the end of that process pulls the device. */
export function virtualHid(heard: Heard): VirtualHid {
  const device = openSync('/dev/uhid', 'r+');
  const tell = (event: number, ...body: (readonly number[] | Uint8Array)[]): void => {
    writeSync(device, Buffer.concat([u32(event), ...body].map((part) => Buffer.from(part))));
  };
  const took = (event: Buffer): void => {
    const kind = event.readUInt32LE(0);
    const body = event.subarray(4);
    if (kind === OPEN) heard.opened();
    else if (kind === OUTPUT) heard.output(body.subarray(0, body.readUInt16LE(MOST_REPORT)));
    else if (kind === SET_REPORT) {
      const taken = heard.feature(body.subarray(8, 8 + body.readUInt16LE(6)));
      if (taken !== undefined) tell(SET_REPORT_REPLY, body.subarray(0, 4), u16(taken ? 0 : IO_ERROR));
    }
  };
  const next = (): void =>
    read(device, Buffer.alloc(EVENT_BYTES), 0, EVENT_BYTES, null, (error, _count, event) => {
      if (error) throw error;
      took(event);
      next();
    });
  next();
  return {
    create({ vendorId, productId, serialNumber, descriptor }) {
      const names = [text('A virtual meter', 128), text('', 64), text(serialNumber, 64)];
      const ids = [u32(vendorId), u32(productId), u32(0), u32(0)];
      tell(CREATE2, ...names, u16(descriptor.length), u16(BUS_USB), ...ids, descriptor);
    },
    input: (report) => tell(INPUT2, u16(report.length), report),
    destroy: () => tell(DESTROY),
  };
}
