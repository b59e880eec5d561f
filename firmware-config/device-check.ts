/** What no schema can say of one device of a station file: its driver, its transport, its cuff. */
import { foundText, meant, type Path } from './complaint.ts';
import { type Choices, settingProblems } from './settings.ts';
import { type Problem, textAt, valueAt } from './validate.ts';

/** What of a driver the station file depends on. */
export interface KnownDriver {
  readonly id: string;
  /** `cp2110`: bridges behind which its serial line is a HID device. */
  readonly wire: { readonly kind: 'serial' | 'hid'; readonly cp2110?: readonly unknown[] };
  /** Its protocol is only partly documented. */
  readonly experimental: boolean;
  /** What its `weighing` may say; absent: it has none. */
  readonly choices?: Choices;
  readonly provides?: readonly string[];
  /** Of recyclables: it has a board of its own, and is no meter. */
  readonly isBin?: boolean;
  /** It stands around a panel, has a board of its own, and is no meter. */
  readonly isSignals?: boolean;
}

export interface Allowed {
  readonly drivers: readonly KnownDriver[];
  /** Simulated devices: only for a demonstration. */
  readonly allowSimulated: boolean;
}

/** `path`: of the device. */
export const checkDevice = (file: unknown, path: Path, { drivers, allowSimulated }: Allowed): Problem[] => [
  ...driver(file, path, drivers),
  ...transport(file, [...path, 'transport'], allowSimulated),
  ...residents(file, path),
  ...cuff(file, [...path, 'cuff']),
  ...reserved(file, [...path, 'id']),
];

/** Alarms of the station itself stand on their topics in the place of a device. */
function reserved(file: unknown, path: Path): Problem[] {
  const id = textAt(file, path);
  return id === 'station'
    ? [{ path, found: '"station"', expected: 'another id: that one means the station itself' }]
    : [];
}

/** In place of a driver: whichever read-only meter is plugged in there. */
const AUTO = 'auto';

function driver(file: unknown, path: Path, drivers: readonly KnownDriver[]): Problem[] {
  const id = textAt(file, [...path, 'driver']);
  if (id === undefined) return [];
  if (id === AUTO) {
    const settings = valueAt(file, [...path, 'weighing']);
    return [...simulatedAuto(file, path), ...settingProblems(settings, [...path, 'weighing'], { id })];
  }
  const known = drivers.find((one) => one.id === id);
  if (!known) return [unknownDriver([...path, 'driver'], id, drivers)];
  return [
    ...experimental(file, path, known),
    ...wrongWire(file, path, known),
    ...settingProblems(valueAt(file, [...path, 'weighing']), [...path, 'weighing'], known),
  ];
}

function simulatedAuto(file: unknown, path: Path): Problem[] {
  const at = [...path, 'transport', 'kind'];
  if (textAt(file, at) !== 'simulated') return [];
  return [
    { path: at, found: '"simulated"', expected: 'serial, hid or tcp: a simulated device is declared by its driver' },
  ];
}

/** What is not found out by itself is the station's own. */
function residents(file: unknown, path: Path): Problem[] {
  const id = textAt(file, [...path, 'driver']);
  if (textAt(file, [...path, 'for']) !== 'residents' || id === undefined || id === AUTO) return [];
  const expected = 'driver: auto beside it: nobody knows which meter a resident brings';
  return [{ path: [...path, 'for'], found: `"residents" of a ${id}`, expected }];
}

/** Those that are only partly documented are not offered; who knows of one is understood all the same. */
function unknownDriver(path: Path, id: string, drivers: readonly KnownDriver[]): Problem {
  const ids = [...drivers.map((one) => one.id), AUTO];
  const offered = [...drivers.filter((one) => !one.experimental).map((one) => one.id), AUTO];
  const near = meant(id, ids);
  const expected = `one of ${offered.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`;
  return { path, found: foundText(id), expected };
}

function experimental(file: unknown, path: Path, { id, experimental: unsure }: KnownDriver): Problem[] {
  const at = [...path, 'experimental'];
  const said = valueAt(file, at);
  if (!unsure || said === true || (said !== undefined && said !== false)) return [];
  return [
    {
      path: at,
      found: foundText(said),
      expected: `true, or another driver: the protocol of ${id} is only partly documented`,
    },
  ];
}

/** A device server carries either kind; a simulated device has a cable of its own. */
function wrongWire(file: unknown, path: Path, { id, wire }: KnownDriver): Problem[] {
  const at = [...path, 'transport', 'kind'];
  const kind = textAt(file, at);
  const kinds = wire.cp2110 ? [wire.kind, 'hid'] : [wire.kind];
  if ((kind !== 'serial' && kind !== 'hid') || kinds.includes(kind)) return [];
  return [{ path: at, found: foundText(kind), expected: `${kinds.join(' or ')}: that is how ${id} is reached` }];
}

function cuff(file: unknown, path: Path): Problem[] {
  const [from, to] = [valueAt(file, [...path, 'fromCm']), valueAt(file, [...path, 'toCm'])];
  if (typeof from !== 'number' || typeof to !== 'number' || from < to) return [];
  return [{ path: [...path, 'toCm'], found: foundText(to), expected: `more than fromCm: ${from}` }];
}

/** Any of these finds a USB adapter; a product is one of a maker's, so its id says nothing alone. */
const FINDS_USB = ['vendorId', 'serialNumber', 'usbPort'];
const OF_USB = [...FINDS_USB, 'productId'];
const OF_LINE = ['baudRate', 'dataBits', 'parity', 'stopBits'];
const OF_SERVER = ['host', 'port'];

function transport(file: unknown, path: Path, allowSimulated: boolean): Problem[] {
  const kind = textAt(file, [...path, 'kind']);
  const given = (key: string): boolean => valueAt(file, [...path, key]) !== undefined;
  const superfluous = (keys: readonly string[], expected: string): Problem[] =>
    keys.filter(given).map((key) => ({ path: [...path, key], found: 'a setting', expected }));
  if (kind === 'simulated') {
    return [
      ...superfluous(['path', ...OF_USB, ...OF_LINE, ...OF_SERVER], 'none: a simulated device has no port'),
      ...(allowSimulated
        ? []
        : [
            {
              path: [...path, 'kind'],
              found: '"simulated"',
              expected: 'serial: simulated devices are refused without --demo',
            },
          ]),
    ];
  }
  if (kind === 'hid') {
    return [
      ...superfluous(
        ['path', 'usbPort', ...OF_LINE, ...OF_SERVER],
        'none: a HID device is found by vendorId, productId and serialNumber',
      ),
      ...(given('vendorId')
        ? []
        : [{ path: [...path, 'vendorId'], found: 'nothing', expected: 'the maker of the HID device' }]),
    ];
  }
  if (kind === 'tcp') {
    return [
      ...superfluous(
        ['path', ...OF_USB, ...OF_LINE],
        'none: a device server is found by host and port, and has the line settings itself',
      ),
      ...OF_SERVER.filter((key) => !given(key)).map((key) => ({
        path: [...path, key],
        found: 'nothing',
        expected: { host: 'the name or address of a serial device server' }[key] ?? 'its TCP port',
      })),
    ];
  }
  if (kind !== 'serial') return [];
  const elsewhere = superfluous(OF_SERVER, 'none: a serial port of this machine; kind tcp is for a device server');
  if (given('path'))
    return [...superfluous(OF_USB, 'either path, or what the USB adapter says of itself'), ...elsewhere];
  if (FINDS_USB.some(given)) return elsewhere;
  const expected = 'the path of a serial port, or vendorId, serialNumber or usbPort';
  return [{ path: [...path, 'path'], found: 'nothing', expected }, ...elsewhere];
}
