/**
 * The one schema of the station file; its type, its defaults, its JSON Schema and the words of its complaints all come
 * from here. A `description` says what is expected. A key with a default may be left out of the file.
 */
import Type from 'typebox';
import { CellCalibration } from './board.ts';
import { Material } from './prices.ts';
import { closed, text, whole } from './schema-parts.ts';

/** A file by its path, or a secret that the service manager keeps (systemd's LoadCredential) by its name. */
export const fileOrCredential = Type.Union(
  [text('the path of a file'), closed({ credential: text('the name of a credential', { pattern: '^[\\w.-]+$' }) })],
  { description: 'the path of a file, or { credential: NAME }' },
);
const file = Type.Optional(fileOrCredential);
const usbId = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 0xffff, description: 'a USB id such as 0x1a86, 0x0000 to 0xffff' }),
);
const id = text('an id of a-z 0-9 and -, 3 to 64 long', { pattern: '^[a-z0-9-]{3,64}$' });
const shortId = text('an id of a-z 0-9 and -, 1 to 64 long', { pattern: '^[a-z0-9-]{1,64}$' });

const date = Type.String({ format: 'date', description: 'a date of the calendar, YYYY-MM-DD' });

const Transport = closed({
  kind: Type.Enum(['serial', 'hid', 'tcp', 'simulated'], { description: 'serial, hid, tcp or simulated' }),
  path: Type.Optional(text('the path of a serial port; a stable link such as /dev/yike/bp-1')),
  vendorId: usbId,
  productId: usbId,
  serialNumber: Type.Optional(text('the serial number of the USB adapter')),
  usbPort: Type.Optional(text('the physical USB port, such as usb-0:1.2')),
  /** Of a serial device server, which has the line settings itself. */
  host: Type.Optional(text('the name or address of a serial device server', { pattern: '^[\\w.:-]+$' })),
  port: Type.Optional(whole(1, 65_535, 'a TCP port')),
  baudRate: Type.Optional(whole(50, 4_000_000, 'bits a second')),
  dataBits: Type.Optional(Type.Enum([7, 8], { description: '7 or 8' })),
  parity: Type.Optional(Type.Enum(['none', 'even', 'odd'], { description: 'none, even or odd' })),
  stopBits: Type.Optional(Type.Enum([1, 2], { description: '1 or 2' })),
});

const Device = closed({
  id: shortId,
  driver: text('the id of a driver, or auto'),
  /** Admits a driver whose protocol is only partly documented. */
  experimental: Type.Optional(
    Type.Boolean({ description: 'true (a driver whose protocol is only partly documented is wanted) or false' }),
  ),
  /** Whose it is: of a meter that somebody brings, nothing by which it is known again leaves the station but their own readings. */
  for: Type.Optional(Type.Enum(['residents'], { description: 'residents (the port for meters that they bring)' })),
  transport: Transport,
  panel: Type.Optional(shortId),
  calibrationDue: Type.Optional(date),
  /** Of a blood-pressure monitor: for which upper arms its cuff is made. */
  cuff: Type.Optional(
    closed({
      fromCm: whole(5, 80, 'the least circumference in cm, as it stands on the cuff'),
      toCm: whole(5, 80, 'the greatest circumference in cm'),
    }),
  ),
  /** Of a scale or a level sensor: what its bytes leave open. Each driver takes some of it (`settings.ts`). */
  weighing: Type.Optional(
    closed({
      unit: Type.Optional(text('the unit of numbers that come without one, such as kg')),
      format: Type.Optional(text('the name of a format of its driver')),
      address: Type.Optional(
        Type.Union([text('a letter'), whole(0, 255, 'a number')], {
          description: 'its address: a letter, or a whole number from 0 to 255',
        }),
      ),
      net: Type.Optional(
        Type.Boolean({ description: 'true (what is left when the tare is taken off is read) or false' }),
      ),
      profile: Type.Optional(text('the name of a register map of its driver')),
      register: Type.Optional(whole(0, 65_535, 'the address of the first register')),
      words: Type.Optional(text('which of two registers comes first')),
      decimals: Type.Optional(whole(0, 6, 'digits behind the point')),
      capacity: Type.Optional(whole(1, 1_000_000, 'what it can weigh, in its unit')),
    }),
  ),
  /** Of what has a board: the file that says which pin of it does what. */
  board: Type.Optional(text('the name of a board file, or the path of one', { pattern: '^([a-z0-9-]+|.*\\.yaml)$' })),
  /** Of a bin: the scale under it, by which is paid. */
  scale: Type.Optional(shortId),
  /** Of a bin: what goes into it. */
  material: Type.Optional(Material),
  /** Of a bin: what `yike calibrate` found of its own load cell. */
  cell: Type.Optional(CellCalibration),
  /** The test strips that lie at a glucose meter: past their last day nothing is measured with them. */
  strips: Type.Optional(closed({ lot: text('the lot as it stands on the box', { maxLength: 32 }), expires: date })),
});

const Panel = closed({
  id: shortId,
  diagonalInch: Type.Number({ minimum: 5, maximum: 65, description: 'the diagonal in inches, 5 to 65' }),
  widthPx: whole(480, 7680, 'pixels'),
  heightPx: whole(480, 7680, 'pixels'),
  languages: Type.Array(Type.Enum(['zh-CN', 'en'], { description: 'zh-CN or en' }), {
    minItems: 1,
    uniqueItems: true,
    description: 'at least one language, each once',
  }),
});

export const Station = closed({
  version: Type.Literal(1, { description: '1' }),
  station: closed({
    id,
    circle: shortId,
    community: shortId,
    name: closed({ 'zh-CN': text('the name in Chinese'), en: text('the name in English') }),
    location: closed({
      latitude: Type.Number({ minimum: -90, maximum: 90, description: 'degrees north, -90 to 90' }),
      longitude: Type.Number({ minimum: -180, maximum: 180, description: 'degrees east, -180 to 180' }),
    }),
    phone: text('a telephone number that a person answers, in quotes', { pattern: '^[0-9+() -]{3,24}$' }),
    timeZone: text('an IANA time zone such as Asia/Shanghai', { pattern: '^[A-Za-z]' }),
    services: Type.Array(Type.Enum(['self-test'], { description: 'self-test' }), {
      uniqueItems: true,
      description: 'a list of services, each once',
    }),
  }),
  panels: Type.Array(Panel, { minItems: 1, maxItems: 4, description: 'one to four panels' }),
  rules: closed({
    bloodPressure: Type.Enum(['cn-2024', 'esc-2024'], { description: 'cn-2024 or esc-2024' }),
    glucose: Type.Enum(['cds-2024'], { description: 'cds-2024' }),
  }),
  platform: closed({
    /** No user name or password in it: the station is known by its id and its certificate. */
    url: text('mqtts://host:port and nothing more, or mqtt:// to this machine itself', {
      pattern: '^mqtts?://[^\\s/@?#]+$',
    }),
    protocol: Type.Enum(['auto', '5', '3.1.1'], { default: 'auto', description: 'auto, "5" or "3.1.1" (in quotes)' }),
    ca: file,
    certificate: file,
    key: file,
    /** A JWK Set: with it whatever tells of a person is written for the platform alone, and receipts must be signed. */
    keys: file,
    receipts: Type.Boolean({
      default: false,
      description: 'true (a row leaves only after the platform has confirmed it) or false',
    }),
  }),
  data: closed({
    folder: text('the path of a folder'),
    keepDays: whole(0, 30, 'days', { default: 7 }),
  }),
  /** Where residents put recyclables in for points. */
  recycling: Type.Optional(
    closed({
      prices: text('the name of a list of prices, or the path of one', { pattern: '^([a-z0-9-]+|.*\\.yaml)$' }),
    }),
  ),
  http: closed({ port: whole(1, 65_535, 'a port', { default: 8080 }) }, { default: {} }),
  devices: Type.Array(Device, { maxItems: 64, description: 'a list of devices' }),
});

export type StationFile = Type.Static<typeof Station>;
export type FileOrCredential = Exclude<StationFile['platform']['ca'], undefined>;
export type DeviceEntry = Type.Static<typeof Device>;
