import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { complaintText } from './complaint.ts';
import { stationJsonSchema } from './json-schema.ts';
import { loadStation } from './load.ts';

const drivers = [
  { id: 'maibobo-rbp', wire: { kind: 'serial' }, experimental: false },
  { id: 'creative-pc', wire: { kind: 'serial' }, experimental: false },
  { id: 'contour-next', wire: { kind: 'hid' }, experimental: false },
  { id: 'taidoc', wire: { kind: 'serial', cp2110: [{}] }, experimental: false },
  { id: 'lepu-nibp', wire: { kind: 'serial' }, experimental: true },
  {
    id: 'yaohua-xk3190',
    wire: { kind: 'serial' },
    experimental: false,
    choices: { unit: ['kg', 'lb'], address: { least: 1, most: 247 }, net: [true, false] },
  },
] as const;
const allowed = { drivers, allowSimulated: true };
const stations = join(import.meta.dirname, 'stations');
const folder = mkdtempSync(join(tmpdir(), 'yike-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = readFileSync(join(stations, 'demo.yaml'), 'utf8');
const file = join(folder, 'station.yaml');

/** The complaints about the demo's file after replacing one text in it, each as `line key: found → expected`. */
function complaints(replace: string, by: string, more = {}): string[] {
  expect(good).toContain(replace);
  writeFileSync(file, good.replace(replace, by));
  const loaded = loadStation(file, { ...allowed, ...more });
  if ('station' in loaded) return [];
  return loaded.complaints.map(({ line, key, found, expected }) => `${line} ${key}: ${found} → ${expected}`);
}

describe('a station file', () => {
  test.each(['demo.yaml', 'health-hut.yaml'])('%s is right, and its defaults are filled in', (name) => {
    expect(loadStation(join(stations, name), allowed)).toMatchObject({
      station: { http: { port: 8080 }, data: { keepDays: 7 }, platform: { protocol: 'auto', receipts: false } },
    });
  });

  test('is complained about with key, line, found and expected', () => {
    expect(complaints('driver: maibobo-rbp', 'driver: maibobo-rpb')).toEqual([
      '20 devices[0].driver: "maibobo-rpb" → one of maibobo-rbp, creative-pc, contour-next, taidoc, yaohua-xk3190, auto; did you mean maibobo-rbp?',
    ]);
    expect(complaints('driver: maibobo-rbp', 'driver: maibobo')).toEqual([
      '20 devices[0].driver: "maibobo" → one of maibobo-rbp, creative-pc, contour-next, taidoc, yaohua-xk3190, auto',
    ]);
    const [complaint] = (loadStation(file, allowed) as { complaints: [Parameters<typeof complaintText>[1]] })
      .complaints;
    expect(complaintText('station.yaml', complaint)).toBe(
      'station.yaml:20 devices[0].driver: found "maibobo", expected one of maibobo-rbp, creative-pc, contour-next, taidoc, yaohua-xk3190, auto',
    );
  });

  test.each([
    [
      'an unknown key',
      'phone:',
      'fone:',
      [
        '4 station.phone: nothing → a telephone number that a person answers, in quotes',
        '10 station.fone: a key that is not known → one of id, circle, community, name, location, phone, timeZone, services; did you mean phone?',
      ],
    ],
    [
      'a wrong id',
      'id: demo-hut-01',
      'id: Demo Hut',
      ['5 station.id: "Demo Hut" → an id of a-z 0-9 and -, 3 to 64 long'],
    ],
    [
      'a wrong number',
      'diagonalInch: 21.5',
      'diagonalInch: big',
      ['14 panels[0].diagonalInch: "big" → the diagonal in inches, 5 to 65'],
    ],
    [
      'a broker in clear text',
      '127.0.0.1:8082',
      'broker.example:1883',
      ['17 platform.url: "mqtt://broker.example:1883" → mqtts://: without encryption only to this machine itself'],
    ],
    ['an id given twice', 'id: glucose-1', 'id: bp-1', ['21 devices[1].id: "bp-1" a second time → an id of its own']],
    [
      'a time zone that is none',
      'Asia/Shanghai',
      'Asia/Wuhai',
      ['11 station.timeZone: "Asia/Wuhai" → an IANA time zone such as Asia/Shanghai'],
    ],
    [
      'a panel that is not there',
      'driver: creative-pc',
      'panel: side, driver: creative-pc',
      ['21 devices[1].panel: "side" → one of the panels: main, low'],
    ],
    [
      'a transport that is not there yet',
      'kind: simulated',
      'kind: bluetooth',
      ['20 devices[0].transport.kind: "bluetooth" → serial, hid, tcp or simulated'],
    ],
    [
      'a serial port without a name',
      'kind: simulated',
      'kind: serial',
      ['20 devices[0].transport.path: nothing → the path of a serial port, or vendorId, serialNumber or usbPort'],
    ],
    [
      'receipts by a word',
      '{ url:',
      '{ receipts: yes, url:',
      ['17 platform.receipts: "yes" → true (a row leaves only after the platform has confirmed it) or false'],
    ],
    [
      'a secret that is neither a file nor a credential',
      '{ url:',
      '{ keys: { name: jwks }, url:',
      ['17 platform.keys: {"name":"jwks"} → the path of a file, or { credential: NAME }'],
    ],
    [
      "a device with the station's own name",
      '- { id: bp-1,',
      '- { id: station,',
      ['20 devices[0].id: "station" → another id: that one means the station itself'],
    ],
    [
      'an address that is none',
      'mqtt://127.0.0.1:8082',
      'mqtts://broker.example:99999',
      ['17 platform.url: "mqtts://broker.example:99999" → mqtts://host:port'],
    ],
    [
      'a certificate without its key',
      '{ url:',
      '{ certificate: /etc/yike/station.pem, url:',
      ['17 platform.key: nothing → the path of a file: certificate and key go together'],
    ],
    [
      'a day that no calendar has',
      'driver: creative-pc',
      'calibrationDue: 2027-02-30, driver: creative-pc',
      ['21 devices[1].calibrationDue: "2027-02-30" → a date of the calendar, YYYY-MM-DD'],
    ],
    [
      'a product without its maker',
      'kind: simulated',
      'kind: serial, productId: 0x7523',
      ['20 devices[0].transport.path: nothing → the path of a serial port, or vendorId, serialNumber or usbPort'],
    ],
    [
      'a port and an adapter at once',
      'kind: simulated',
      'kind: serial, path: /dev/yike/bp-1, vendorId: 0x1a86',
      ['20 devices[0].transport.vendorId: a setting → either path, or what the USB adapter says of itself'],
    ],
    [
      'a device server without a port, at a speed',
      'kind: simulated',
      'kind: tcp, host: 192.168.1.50, baudRate: 9600',
      [
        '20 devices[0].transport.baudRate: a setting → none: a device server is found by host and port, and has the line settings itself',
        '20 devices[0].transport.port: nothing → its TCP port',
      ],
    ],
    [
      'a device server by its address alone',
      'kind: simulated',
      'kind: tcp, host: "192.168.1.50 4001", port: 4001',
      ['20 devices[0].transport.host: "192.168.1.50 4001" → the name or address of a serial device server'],
    ],
    [
      "a device server's port of a serial port",
      'kind: simulated',
      'kind: serial, path: /dev/yike/bp-1, port: 4001',
      [
        '20 devices[0].transport.port: a setting → none: a serial port of this machine; kind tcp is for a device server',
      ],
    ],
    [
      'a meter with a USB cable of its own at a serial port',
      'driver: maibobo-rbp, transport: { kind: simulated }',
      'driver: contour-next, transport: { kind: serial, path: /dev/yike/glucose-1 }',
      ['20 devices[0].transport.kind: "serial" → hid: that is how contour-next is reached'],
    ],
    [
      'a simulated meter that is to be found out',
      'driver: creative-pc',
      'driver: auto',
      ['21 devices[1].transport.kind: "simulated" → serial, hid or tcp: a simulated device is declared by its driver'],
    ],
    [
      'a port for residents with a meter of the station’s own',
      'driver: maibobo-rbp',
      'driver: maibobo-rbp, for: residents',
      [
        '20 devices[0].for: "residents" of a maibobo-rbp → driver: auto beside it: nobody knows which meter a resident brings',
      ],
    ],
    [
      'a driver that is only partly documented',
      'driver: maibobo-rbp',
      'driver: lepu-nibp',
      [
        '20 devices[0].experimental: nothing → true, or another driver: the protocol of lepu-nibp is only partly documented',
      ],
    ],
    [
      'the same, and not wanted',
      'driver: maibobo-rbp',
      'driver: lepu-nibp, experimental: false',
      [
        '20 devices[0].experimental: false → true, or another driver: the protocol of lepu-nibp is only partly documented',
      ],
    ],
    [
      'the same, wanted in another word',
      'driver: maibobo-rbp',
      'driver: lepu-nibp, experimental: yes',
      [
        '20 devices[0].experimental: "yes" → true (a driver whose protocol is only partly documented is wanted) or false',
      ],
    ],
    [
      'a slip in the name of such a driver',
      'driver: maibobo-rbp',
      'driver: lepu-nipb',
      [
        '20 devices[0].driver: "lepu-nipb" → one of maibobo-rbp, creative-pc, contour-next, taidoc, yaohua-xk3190, auto; did you mean lepu-nibp?',
      ],
    ],
    [
      'settings of a scale',
      'driver: maibobo-rbp',
      'driver: yaohua-xk3190, weighing: { unit: lb, address: 7, net: true }',
      [],
    ],
    [
      'settings that a scale does not take, or not so',
      'driver: maibobo-rbp',
      'driver: yaohua-xk3190, weighing: { unit: st, address: 0, net: maybe, words: big, units: kg }',
      [
        '20 devices[0].weighing.units: a key that is not known → one of unit, format, address, net, profile, register, words, decimals, capacity; did you mean unit?',
        '20 devices[0].weighing.net: "maybe" → true (what is left when the tare is taken off is read) or false',
        '20 devices[0].weighing.unit: "st" → one of kg, lb',
        '20 devices[0].weighing.address: 0 → a whole number from 1 to 247',
        '20 devices[0].weighing.words: a setting → unit, address, net: that is what yaohua-xk3190 takes',
      ],
    ],
    [
      'settings of what weighs nothing',
      'driver: maibobo-rbp',
      'driver: maibobo-rbp, weighing: { unit: kg }',
      ['20 devices[0].weighing.unit: a setting → none: that is what maibobo-rbp takes'],
    ],
    [
      'a HID device of nobody, at a speed',
      'driver: maibobo-rbp, transport: { kind: simulated',
      'driver: contour-next, transport: { kind: hid, productId: 0x7800, baudRate: 9600',
      [
        '20 devices[0].transport.baudRate: a setting → none: a HID device is found by vendorId, productId and serialNumber',
        '20 devices[0].transport.vendorId: nothing → the maker of the HID device',
      ],
    ],
    [
      'a port of a simulated device',
      'kind: simulated',
      'kind: simulated, baudRate: 9600',
      ['20 devices[0].transport.baudRate: a setting → none: a simulated device has no port'],
    ],
    [
      'a service that is not there yet',
      '[self-test]',
      '[self-test, parcels]',
      ['12 station.services[1]: "parcels" → self-test'],
    ],
  ])('%s', (_, replace, by, expected) => {
    expect(complaints(replace, by)).toEqual(expected);
  });

  test('every problem is told at once, whoever finds it, in the order of the lines', () => {
    writeFileSync(
      file,
      good
        .replace('id: demo-hut-01', 'id: X')
        .replace('version: 1', 'version: 2')
        .replace('park', 'park\n  community: park')
        .replace('Asia/Shanghai', 'Asia/Wuhai')
        .replace('[zh-CN, en]', '[mn]')
        .replace('maibobo-rbp', 'maibobo'),
    );
    const loaded = loadStation(file, allowed);
    expect('complaints' in loaded && loaded.complaints.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '3 version',
      '5 station.id',
      '8 station.community',
      '12 station.timeZone',
      '15 panels[0].languages[0]',
      '21 devices[0].driver',
    ]);
  });

  test.each([
    ['a password in an address', 'mqtts://hut:sesame@broker.example:8883'],
    ['a password in an address without encryption', 'mqtt://hut:sesame@broker.example'],
    ['a password with a slash in it', 'mqtts://hut:se/same@broker.example'],
    ['a key itself', '"-----BEGIN PRIVATE KEY-----\\nsesame"'],
  ])('%s is refused and not repeated', (_, secret) => {
    const told = complaints('"mqtt://127.0.0.1:8082"', secret);
    expect(told).toEqual([expect.stringMatching(/^17 platform\.url: a/)]);
    expect(told.join()).not.toMatch(/se\/?same/);
  });

  test('a driver that is only partly documented is allowed where the file says so', () => {
    expect(complaints('driver: maibobo-rbp', 'driver: lepu-nibp, experimental: true')).toEqual([]);
  });

  test.each([
    'driver: creative-pc, transport: { kind: tcp, host: 192.168.1.50, port: 4001 }',
    'driver: contour-next, transport: { kind: tcp, host: meters.hut.example, port: 4001 }',
    'driver: taidoc, transport: { kind: hid, vendorId: 0x10c4, productId: 0xea80 }',
    'driver: taidoc, transport: { kind: serial, path: /dev/yike/taidoc }',
    'driver: auto, transport: { kind: serial, path: /dev/yike/own-meter }',
    'driver: auto, transport: { kind: serial, usbPort: usb-0:1.2, baudRate: 9600 }',
    'driver: auto, transport: { kind: hid, vendorId: 0x1a79 }',
    'driver: auto, transport: { kind: tcp, host: "::1", port: 4001 }',
  ])('%s is right', (words) => {
    const replaced = 'driver: maibobo-rbp, transport: { kind: simulated }';
    expect(complaints(replaced, words)).toEqual([]);
  });

  test('the ids of a USB adapter are numbers, written as the system shows them', () => {
    writeFileSync(file, good.replace('kind: simulated', 'kind: serial, vendorId: 0x1a86, productId: 0x7523'));
    expect(loadStation(file, allowed)).toMatchObject({
      station: { devices: [{ transport: { kind: 'serial', vendorId: 0x1a86, productId: 0x7523 } }, {}] },
    });
  });

  test('a station without devices is right: it shows its screen', () => {
    writeFileSync(file, good.replace(/devices:\n.*/s, 'devices: []\n'));
    expect(loadStation(file, allowed)).toMatchObject({ station: { devices: [] } });
  });

  test('simulated devices are refused where they are not allowed', () => {
    expect(complaints('version: 1', 'version: 1', { allowSimulated: false })).toEqual([
      '20 devices[0].transport.kind: "simulated" → serial: simulated devices are refused without --demo',
      '21 devices[1].transport.kind: "simulated" → serial: simulated devices are refused without --demo',
    ]);
  });

  test.each(['', '[]', '7', 'null', '# nothing'])('that holds %j is no station file', (text) => {
    writeFileSync(file, text);
    expect(loadStation(file, allowed)).toMatchObject({ complaints: [{ line: 1, expected: 'a group of keys' }] });
  });

  test('that is not there is said so', () => {
    expect(loadStation(join(folder, 'none.yaml'), allowed)).toEqual({
      complaints: [{ key: '', line: 1, found: 'no readable file (ENOENT)', expected: 'a file' }],
    });
  });
});

describe('the JSON Schema', () => {
  test('is the one in the repository: run `node firmware-config/write-json-schema.ts` when it is not', () => {
    const written = readFileSync(join(import.meta.dirname, 'station.schema.json'), 'utf8');
    expect(written).toBe(`${JSON.stringify(stationJsonSchema(), undefined, 2)}\n`);
  });

  test.each(['demo.yaml', 'health-hut.yaml'])('accepts %s as it stands, and refuses it with an unknown key', (name) => {
    const check = new Ajv2020({ strict: false, formats: { date: true } }).compile(stationJsonSchema());
    const station = parse(readFileSync(join(stations, name), 'utf8'));
    expect(check(station)).toBe(true);
    expect(check({ ...station, more: 1 })).toBe(false);
  });
});
