import { expect, test } from 'vitest';
import { aTinyDriver } from '../test/tiny-meter.ts';
import { catalogue } from './catalogue.ts';
import { claimHid, claimSerial } from './claims.ts';
import { contourNext } from './drivers/contour-next.ts';
import { driver } from './drivers/driver.ts';
import type { Way } from './identify.ts';
import { pipe } from './transports/pipe.ts';
import { hidWays, isTellable, serialWays } from './ways.ts';

const CH340 = { vendorId: '1a86', productId: '7523' };
const CP2110 = { vendorId: '10c4', productId: 'ea80' };
const anyCable = aTinyDriver(1);
const odd = aTinyDriver(2, { baudRate: 9600, parity: 'odd' });
const ofCable = aTinyDriver(3, { baudRate: 9600, usb: [CH340] });
const twoSpeeds = aTinyDriver(4, { baudRate: 9600, otherBaudRates: [38_400] });
const bridged = aTinyDriver(5, { baudRate: 19_200, cp2110: [CP2110] });
const all = [anyCable, odd, ofCable, twoSpeeds, bridged, contourNext];

const socketAt = (settings: object) => pipe(Object.values(settings).join(' '), () => {}).socket;
const serial = { socketAt };
const hid = { socketFor: ({ reportBytes }: { readonly reportBytes: number }) => socketAt({ reportBytes }) };
const shown = (ways: readonly Way[]) =>
  ways.map(({ socket, drivers }) => [socket.name, ...drivers.map(({ id }) => id)]);

test.each([
  [
    'each speed and parity is a way of its own, and a driver of two speeds stands on both',
    serialWays(all, serial),
    [
      ['9600 8 none 1', 'tiny-1', 'tiny-3', 'tiny-4'],
      ['9600 8 odd 1', 'tiny-2'],
      ['38400 8 none 1', 'tiny-4'],
      ['19200 8 none 1', 'tiny-5'],
    ],
  ],
  [
    'another cable than its own leaves a driver out',
    serialWays([anyCable, ofCable], { ...serial, ids: CP2110 }),
    [['9600 8 none 1', 'tiny-1']],
  ],
  [
    'its own cable does not',
    serialWays([anyCable, ofCable], { ...serial, ids: CH340 }),
    [['9600 8 none 1', 'tiny-1', 'tiny-3']],
  ],
  [
    'a declared line leaves the others out',
    serialWays(all, { ...serial, line: { baudRate: 9600, parity: 'odd' } }),
    [['9600 8 odd 1', 'tiny-2']],
  ],
  ['a line that none speaks has no way', serialWays(all, { ...serial, line: { baudRate: 300 } }), []],
  [
    'a HID device is asked by those whose ids it has',
    hidWays(all, { ...hid, ids: { vendorId: '1a79' } }),
    [['64', 'contour-next']],
  ],
  ['another product of that maker by none', hidWays(all, { ...hid, ids: { vendorId: '1a79', productId: 'ffff' } }), []],
  ['a bridge that cannot be opened by none', hidWays(all, { ...hid, ids: CP2110 }), []],
  [
    'a bridge over its line',
    hidWays(all, { ...hid, ids: CP2110, bridgedAt: socketAt }),
    [['19200 8 none 1', 'tiny-5']],
  ],
])('%s', (_, ways, expected) => {
  expect(shown(ways)).toEqual(expected);
});

test('a driver of another length of reports has a way of its own', () => {
  const { speak: _, canMeasure, remembers, ...facts } = contourNext;
  const short = contourNext.speak((speech) =>
    driver({
      ...facts,
      ...speech,
      id: 'short',
      wire: { kind: 'hid', reportBytes: 8, usb: [{ vendorId: '1a79', productId: '7800' }] },
    }),
  );
  expect({ canMeasure, remembers }).toEqual({ canMeasure: short.canMeasure, remembers: short.remembers });
  const ids = { vendorId: '1a79', productId: '7800' };
  expect(shown(hidWays([contourNext, short], { ...hid, ids }))).toEqual([
    ['64', 'contour-next'],
    ['8', 'short'],
  ]);
});

test('only what is read out and nothing else is ever asked for', () => {
  const told = catalogue.filter(({ driver: one }) => isTellable(one)).map(({ driver: one }) => one);
  expect(told.length).toBeGreaterThan(0);
  for (const one of told) expect(one).toMatchObject({ remembers: true, canMeasure: false });
});

test.each([
  [claimSerial(anyCable, CH340), { may: true, why: 'speaks at 9600 over any serial port' }],
  [claimSerial(ofCable, CH340), { may: true, why: 'its cable is 1a86:7523' }],
  [claimSerial(ofCable, CP2110), { may: false, why: 'its cable is 1a86:7523' }],
  [claimSerial(ofCable, {}), { may: true, why: 'its cable is 1a86:7523, and this port says of no cable what it is' }],
  [claimSerial(contourNext, CH340), { may: false, why: 'it speaks in HID reports' }],
  [claimHid(contourNext, { vendorId: '1a79', productId: '7800' }), { may: true, why: 'it is 1a79:7800' }],
  [claimHid(anyCable, CP2110), { may: false, why: 'it speaks over a serial line' }],
  [claimHid(bridged, CP2110), { may: true, why: 'its line may be behind the CP2110 10c4:ea80' }],
])('%j', (claim, expected) => {
  expect(claim).toEqual(expected);
});
