/**
 * What no schema can say of a station file: what one part of it asks of another. Takes the file as it was read, right or
 * wrong, so that these problems are told together with the schema's; what is of the wrong type is left to the schema.
 */
import { foundText, meant, type Path } from './complaint.ts';
import { type Problem, valueAt } from './validate.ts';

/** What of a driver the station file depends on. */
export interface KnownDriver {
  readonly id: string;
  readonly wire: { readonly kind: 'serial' | 'hid' };
  /** Its protocol is only partly documented. */
  readonly experimental: boolean;
}

export interface Allowed {
  readonly drivers: readonly KnownDriver[];
  /** Simulated devices: only for a demonstration. */
  readonly allowSimulated: boolean;
}

export const crossCheck = (file: unknown, allowed: Allowed): Problem[] => [
  ...repeats(file, 'panels'),
  ...repeats(file, 'devices'),
  ...timeZone(file),
  ...address(file),
  ...certificate(file),
  ...listAt(file, ['devices']).flatMap((_, at) => [
    ...driver(file, ['devices', at], allowed.drivers),
    ...panel(file, ['devices', at, 'panel']),
    ...transport(file, ['devices', at, 'transport'], allowed.allowSimulated),
    ...cuff(file, ['devices', at, 'cuff']),
    ...reserved(file, ['devices', at, 'id']),
  ]),
];

function textAt(file: unknown, path: Path): string | undefined {
  const value = valueAt(file, path);
  return typeof value === 'string' ? value : undefined;
}

function listAt(file: unknown, path: Path): readonly unknown[] {
  const value = valueAt(file, path);
  return Array.isArray(value) ? value : [];
}

const idsIn = (file: unknown, list: string): (string | undefined)[] =>
  listAt(file, [list]).map((entry) => textAt(entry, ['id']));

const repeats = (file: unknown, list: string): Problem[] =>
  idsIn(file, list).flatMap((id, at, ids) =>
    id !== undefined && ids.indexOf(id) < at
      ? [{ path: [list, at, 'id'], found: `${foundText(id)} a second time`, expected: 'an id of its own' }]
      : [],
  );

function timeZone(file: unknown): Problem[] {
  const path = ['station', 'timeZone'];
  const zone = textAt(file, path);
  if (zone === undefined || knowsZone(zone)) return [];
  return [{ path, found: foundText(zone), expected: 'an IANA time zone such as Asia/Shanghai' }];
}

function knowsZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}

const LOOPBACK = /^mqtt:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

function address(file: unknown): Problem[] {
  const path = ['platform', 'url'];
  const url = textAt(file, path);
  if (url === undefined) return [];
  if (!URL.canParse(url)) return [{ path, found: foundText(url), expected: 'mqtts://host:port' }];
  if (!url.startsWith('mqtt:') || LOOPBACK.test(url)) return [];
  return [{ path, found: foundText(url), expected: 'mqtts://: without encryption only to this machine itself' }];
}

/** A certificate without its key proves nothing, nor does a key without its certificate. */
function certificate(file: unknown): Problem[] {
  const pair = ['certificate', 'key'];
  const missing = pair.filter((key) => valueAt(file, ['platform', key]) === undefined);
  if (missing.length !== 1) return [];
  return missing.map((key) => ({
    path: ['platform', key],
    found: 'nothing',
    expected: 'the path of a file: certificate and key go together',
  }));
}

/** Alarms of the station itself stand on their topics in the place of a device. */
function reserved(file: unknown, path: Path): Problem[] {
  const id = textAt(file, path);
  return id === 'station'
    ? [{ path, found: '"station"', expected: 'another id: that one means the station itself' }]
    : [];
}

function driver(file: unknown, path: Path, drivers: readonly KnownDriver[]): Problem[] {
  const id = textAt(file, [...path, 'driver']);
  if (id === undefined) return [];
  const known = drivers.find((one) => one.id === id);
  if (!known) return [unknownDriver([...path, 'driver'], id, drivers)];
  return [...experimental(file, path, known), ...wrongWire(file, path, known)];
}

/** Those that are only partly documented are not offered; who knows of one is understood all the same. */
function unknownDriver(path: Path, id: string, drivers: readonly KnownDriver[]): Problem {
  const ids = drivers.map((one) => one.id);
  const offered = drivers.filter((one) => !one.experimental).map((one) => one.id);
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
  if (kind === wire.kind || (kind !== 'serial' && kind !== 'hid')) return [];
  return [{ path: at, found: foundText(kind), expected: `${wire.kind}: that is how ${id} is reached` }];
}

function panel(file: unknown, path: Path): Problem[] {
  const id = textAt(file, path);
  const panels = idsIn(file, 'panels').filter((known) => known !== undefined);
  if (id === undefined || panels.includes(id)) return [];
  return [{ path, found: foundText(id), expected: `one of the panels: ${panels.join(', ')}` }];
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
