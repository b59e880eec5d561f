/** A HID device as node-hid shows it on Linux, at the level of its reports, with what kills a process there as errors here. */
import { EventEmitter } from 'node:events';
import { hidBus } from '../edge-agent/transports/hid.ts';
import type { HidHandle, HidPort, ListedHid } from '../edge-agent/transports/node-hid.ts';

/** The kernel keeps so many reports for who does not read, the oldest, and drops the rest. */
const KEPT = 63;
const PULLED = 'could not read from HID device: hid_read_timeout: unexpected poll error (device disconnected)';

export const meter: ListedHid = { path: '/dev/hidraw0', vendorId: 0x1a79, productId: 0x7800, serialNumber: 'A1' };

export interface ScriptedHid {
  readonly port: HidPort;
  readonly bus: ReturnType<typeof hidBus>;
  /** What the host wrote, as the kernel got it: the report's number first. */
  readonly written: readonly Uint8Array[];
  /** How often a handle was opened, and how often closed. */
  readonly counts: { opened: number; closed: number };
  /** What a test may change. */
  readonly script: {
    listed: ListedHid[];
    /** Errors of the next openings, in order. */
    openErrors: string[];
    /** Takes no report: each call waits until the device is pulled, and every later one behind it. */
    deaf: boolean;
    /** Reports that arrive between the opening of a handle and its first reading. */
    waiting: Uint8Array[];
    /** Hears each report that the host writes, without its number. */
    hears: (report: Uint8Array) => void;
    /** Hears each feature report, its number first; throws where the device refuses it. */
    setting: (report: Uint8Array) => void;
  };
  say(...bytes: number[]): void;
  pull(): void;
  plug(): void;
}

export function aHidDevice(): ScriptedHid {
  const counts = { opened: 0, closed: 0 };
  const written: Uint8Array[] = [];
  const script: ScriptedHid['script'] = {
    listed: [meter],
    openErrors: [],
    deaf: false,
    waiting: [],
    hears() {},
    setting() {},
  };
  const open = new Set<{ report(bytes: Uint8Array): void; pulled(): void }>();

  function handle(): HidHandle {
    const events = new EventEmitter();
    let state: 'open' | 'closed' | 'pulled' = 'open';
    let reading = false;
    let closing = false;
    let stuck: PromiseWithResolvers<void> | undefined;
    const queue = script.waiting.slice(0, KEPT);
    const fail = (): void => {
      reading = false;
      events.emit('error', PULLED); // unheard it throws
    };
    const kernelSide = {
      report(bytes: Uint8Array): void {
        if (reading) events.emit('data', bytes);
        else if (queue.length < KEPT) queue.push(bytes);
      },
      pulled(): void {
        state = 'pulled';
        stuck?.resolve();
        if (reading) fail();
      },
    };
    open.add(kernelSide);
    events.on('newListener', (event) => {
      if (event !== 'data') return;
      process.nextTick(() => {
        if (reading) throw new Error('read is already running: this kills the process');
        if (state === 'closed') throw new Error('device has been closed: this kills the process');
        reading = true;
        for (const bytes of queue.splice(0)) events.emit('data', bytes);
        if (state === 'pulled') fail();
      });
    });
    return Object.assign(events, {
      async read() {
        if (state === 'closed') throw new Error('device has been closed');
        if (reading) throw new Error('Cannot use read while async read is running');
        if (state === 'pulled') throw new Error(PULLED);
        return queue.shift() ?? new Uint8Array();
      },
      async write(bytes: number[]) {
        if (state === 'closed') throw new Error('device has been closed');
        if (script.deaf) stuck ??= Promise.withResolvers();
        await stuck?.promise;
        if (state === 'pulled') throw new Error('Cannot write to hid device: No such device');
        written.push(Uint8Array.from(bytes));
        script.hears(Uint8Array.from(bytes.slice(1)));
      },
      async sendFeatureReport(bytes: number[]) {
        if (state === 'closed') throw new Error('device has been closed');
        if (script.deaf) stuck ??= Promise.withResolvers();
        await stuck?.promise;
        if (state === 'pulled') throw new Error('ioctl (SFEATURE): No such device');
        script.setting(Uint8Array.from(bytes));
      },
      async close() {
        if (state === 'closed') throw new Error('device is already closed');
        if (closing) throw new Error('device is already closed');
        closing = true;
        await stuck?.promise;
        await new Promise((resolve) => setImmediate(resolve)); // the reading thread ends; what it read before still comes
        state = 'closed';
        reading = false;
        open.delete(kernelSide);
        counts.closed++;
      },
    });
  }

  const port: HidPort = {
    list: async () => script.listed,
    async open(path) {
      const error = script.openErrors.shift();
      if (error !== undefined) throw new Error(`cannot open device with path ${path}: ${error}`);
      counts.opened++;
      return handle();
    },
  };
  return {
    port,
    bus: hidBus(port),
    written,
    counts,
    script,
    say(...bytes) {
      for (const { report } of open) report(Uint8Array.from(bytes));
    },
    pull() {
      script.listed = [];
      for (const { pulled } of open) pulled();
    },
    plug() {
      script.listed = [meter];
    },
  };
}
