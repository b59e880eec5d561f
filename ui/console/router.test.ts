import { expect, test } from 'vitest';
import { addressOf, type Page, placeAt } from './router.ts';

const PAGES: readonly (readonly [string, Page])[] = [
  ['/', { name: 'board' }],
  ['/stations', { name: 'stations' }],
  ['/stations/wuda-01-00012', { name: 'station', stationId: 'wuda-01-00012' }],
  ['/stations/wuda-01-00012/bin-paper', { name: 'device', stationId: 'wuda-01-00012', deviceId: 'bin-paper' }],
  ['/alarms', { name: 'alarms' }],
  ['/alarms/41', { name: 'alarm', alarmId: 41 }],
  ['/rounds', { name: 'rounds' }],
  ['/audit', { name: 'audit' }],
  ['/accounts', { name: 'accounts' }],
];

test.each(PAGES)('%s is a page, and the page is that address', (address, page) => {
  expect(placeAt(address)).toEqual({ page, asked: {} });
  expect(addressOf(page)).toBe(address);
});

test.each(['/nothing', '/stations/UPPER', '/stations/a/b/c', '/stations//', '/alarms/x', '/boards'])(
  '%s is no page',
  (address) => {
    expect(placeAt(address).page).toEqual({ name: 'nowhere' });
  },
);

test('what is asked for besides stands in the query, and nothing empty does', () => {
  const asked = { district: 'wuda', q: '和谐 & 1区', condition: '' };
  const address = addressOf({ name: 'stations' }, asked);
  expect(placeAt(address).asked).toEqual({ district: 'wuda', q: '和谐 & 1区' });
  expect(addressOf({ name: 'board' }, { district: '' })).toBe('/');
});
