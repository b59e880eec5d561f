/** Which page stands at which address; the browser's own history goes back and forth between them. */
import { signal } from '@preact/signals';

export type Page =
  | { readonly name: 'board' | 'stations' | 'alarms' | 'rounds' | 'audit' | 'accounts' | 'me' | 'nowhere' }
  | { readonly name: 'alarm'; readonly alarmId: number }
  | { readonly name: 'station'; readonly stationId: string }
  | { readonly name: 'device'; readonly stationId: string; readonly deviceId: string };

/** What a page is asked for besides: a district, a filter, words to look for. Empty ones are not written. */
export type Asked = Readonly<Record<string, string>>;

export interface Place {
  readonly page: Page;
  readonly asked: Asked;
}

const ID = '([a-z0-9-]{1,64})';
const ONE = /^\/(stations|alarms|rounds|audit|accounts|me)?\/?$/;
const ALARM = /^\/alarms\/(\d{1,15})\/?$/;
const STATION = new RegExp(`^/stations/${ID}/?$`);
const DEVICE = new RegExp(`^/stations/${ID}/${ID}/?$`);
const NAMES = ['stations', 'alarms', 'rounds', 'audit', 'accounts', 'me'] as const;

function pageAt(path: string): Page {
  const [, stationOfDevice, deviceId] = DEVICE.exec(path) ?? [];
  if (stationOfDevice && deviceId) return { name: 'device', stationId: stationOfDevice, deviceId };
  const [, alarmId] = ALARM.exec(path) ?? [];
  if (alarmId) return { name: 'alarm', alarmId: Number(alarmId) };
  const [, stationId] = STATION.exec(path) ?? [];
  if (stationId) return { name: 'station', stationId };
  const one = ONE.exec(path);
  if (!one) return { name: 'nowhere' };
  return { name: NAMES.find((name) => name === one[1]) ?? 'board' };
}

/** An address's path and query → its place. */
export function placeAt(address: string): Place {
  const { pathname, searchParams } = new URL(address, 'http://console');
  return { page: pageAt(pathname), asked: Object.fromEntries(searchParams) };
}

/** The page of the bar under which this one lies. */
export function tabOf({ name }: Page): string {
  if (name === 'station' || name === 'device') return 'stations';
  return name === 'alarm' ? 'alarms' : name;
}

export function addressOf(page: Page, asked: Asked = {}): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString();
  return query === '' ? pathOf(page) : `${pathOf(page)}?${query}`;
}

function pathOf(page: Page): string {
  switch (page.name) {
    case 'station':
      return `/stations/${page.stationId}`;
    case 'device':
      return `/stations/${page.stationId}/${page.deviceId}`;
    case 'alarm':
      return `/alarms/${page.alarmId}`;
    case 'board':
    case 'nowhere':
      return '/';
    default:
      return `/${page.name}`;
  }
}

export const place = signal<Place>(placeAt('/'));

export function startRouter(): void {
  const read = (): void => {
    place.value = placeAt(location.pathname + location.search);
  };
  window.addEventListener('popstate', read);
  document.addEventListener('click', (event) => follow(event));
  read();
}

/** To another page: its own entry in the history, seen from its top. */
export function go(page: Page, asked: Asked = {}): void {
  history.pushState(null, '', addressOf(page, asked));
  place.value = { page, asked };
  window.scrollTo(0, 0);
}

/** Asks the page that stands there for something else: no entry of its own, so that "back" leaves the page. */
export function ask(more: Asked): void {
  const { page, asked } = place.value;
  const next = Object.fromEntries(Object.entries({ ...asked, ...more }).filter(([, value]) => value !== ''));
  history.replaceState(null, '', addressOf(page, next));
  place.value = { page, asked: next };
}

/** Links are links: what opens them elsewhere (a middle button, Ctrl) still does. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (
    !link ||
    link.origin !== location.origin ||
    link.target !== '' ||
    link.hash !== '' ||
    link.hasAttribute('download')
  )
    return;
  event.preventDefault();
  const { page, asked } = placeAt(link.pathname + link.search);
  go(page, asked);
}
