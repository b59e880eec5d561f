/** The process of a virtual HID device: a meter's simulated twin sits in it. */
import { systemClock } from '../../../edge-agent/clock.ts';
import { fromHex } from '../../../edge-agent/protocols/bytes.ts';
import { simulate } from '../../../edge-agent/simulate.ts';
import { contourSimulator } from '../../../edge-agent/simulators/contour-next.ts';
import type { Simulator } from '../../../edge-agent/simulators/simulator.ts';
import { taidocSimulator } from '../../../edge-agent/simulators/taidoc.ts';
import type { Kind, Order, Told } from './hid-orders.ts';
import { virtualHid } from './uhid.ts';

const VENDOR_PAGE = [0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08];
const END = 0xc0;
const input = (bytes: number): readonly number[] => [0x95, bytes, 0x09, 0x01, 0x81, 0x02];
const output = (bytes: number): readonly number[] => [0x95, bytes, 0x09, 0x01, 0x91, 0x02];
const feature = (id: number, bytes: number): readonly number[] => [0x85, id, 0x95, bytes, 0x09, 0x01, 0xb1, 0x02];
const MOST_IN_REPORT = 63;
const lengths = Array.from({ length: MOST_IN_REPORT }, (_, i) => i + 1);

interface Make {
  readonly twin: () => Simulator;
  readonly vendorId: number;
  readonly productId: number;
  readonly descriptor: readonly number[];
  /** What is in a report of the host. */
  readonly fromHost: (report: Uint8Array) => Uint8Array;
  readonly toHost: (bytes: Uint8Array) => readonly Uint8Array[];
}

const contour: Make = {
  twin: contourSimulator,
  vendorId: 0x1a79,
  productId: 0x7800,
  descriptor: [...VENDOR_PAGE, ...input(64), ...output(64), END],
  fromHost: (report) => report.subarray(1), // no device on a cable would see the number that it has not
  toHost: (report) => [report],
};

const MAKES: Readonly<Record<Kind, Make>> = {
  contour,
  'late contour': { ...contour, productId: 0x7410 },
  cp2110: {
    twin: taidocSimulator,
    vendorId: 0x10c4,
    productId: 0xea80,
    descriptor: [
      ...VENDOR_PAGE,
      ...lengths.flatMap((length) => [0x85, length, ...input(length), ...output(length)]),
      ...feature(0x41, 1),
      ...feature(0x43, 1),
      ...feature(0x50, 8),
      END,
    ],
    fromHost: (report) => report.subarray(1, 1 + (report[0] ?? 0)),
    toHost: (bytes) =>
      Array.from({ length: Math.ceil(bytes.length / MOST_IN_REPORT) }, (_, i) => {
        const part = bytes.subarray(i * MOST_IN_REPORT, (i + 1) * MOST_IN_REPORT);
        return Uint8Array.from([part.length, ...part]);
      }),
  },
};

const tell = (told: Told): void => void process.send?.(told);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
let before: readonly string[] = [];
let answers: boolean | undefined = true;
/** What the host says goes to the meter that is plugged in. */
let plugged: ((report: Uint8Array) => void) | undefined;

const say = (report: Uint8Array): void => {
  if (plugged) device.input(report);
};
const sayBefore = (): void => {
  for (const hex of before) say(fromHex(hex));
};

const device = virtualHid({
  opened: sayBefore,
  output(report) {
    tell({ told: 'output', hex: hexOf(report) });
    plugged?.(report);
  },
  feature(report) {
    tell({ told: 'feature', hex: hexOf(report) });
    sayBefore(); // what comes before the answer surely waits when the answer is there
    return answers;
  },
});

/** A meter lives on, whatever becomes of its cable. */
const meters = new Map<Simulator['driver'], (report: Uint8Array) => void>();

async function meter({ twin, fromHost, toHost }: Make): Promise<(report: Uint8Array) => void> {
  const simulator = twin();
  const known = meters.get(simulator.driver);
  if (known) return known;
  const { socket } = await simulate(simulator, undefined, { clock: systemClock, tty: false });
  const line = await socket.open({
    chunk(bytes) {
      for (const report of toHost(bytes)) say(report);
    },
    gone() {},
  });
  const hears = (report: Uint8Array): void => void line.write(fromHost(report));
  meters.set(simulator.driver, hears);
  return hears;
}

process.on('message', async (given: Order) => {
  if (given.order === 'plug') {
    const make = MAKES[given.kind];
    const hears = await meter(make);
    device.create({ ...make, serialNumber: 'A1' });
    plugged = hears;
  } else if (given.order === 'pull') {
    if (plugged) device.destroy();
    plugged = undefined;
  } else if (given.order === 'say') say(fromHex(given.hex));
  else if (given.order === 'before') before = given.hex;
  else answers = given.answers === 'never' ? undefined : given.answers === 'yes';
  tell({ told: 'done' });
});
