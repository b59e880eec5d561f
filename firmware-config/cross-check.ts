/**
 * What no schema can say of a station file: what one part of it asks of another. Takes the file as it was read, right or
 * wrong, so that these problems are told together with the schema's; what is of the wrong type is left to the schema.
 */
import { checkBin, checkPrices, type KnownBoards } from './bin-check.ts';
import { foundText, type Path } from './complaint.ts';
import { type Allowed, checkDevice } from './device-check.ts';
import { type Problem, textAt, valueAt } from './validate.ts';

export const crossCheck = (file: unknown, allowed: Allowed & KnownBoards): Problem[] => [
  ...repeats(file, 'panels'),
  ...repeats(file, 'devices'),
  ...timeZone(file),
  ...brokerAddress(file, 'platform'),
  ...certificateAndKey(file, 'platform'),
  ...checkPrices(file, allowed),
  ...listAt(file, ['devices']).flatMap((_, at) => [
    ...panel(file, ['devices', at, 'panel']),
    ...checkDevice(file, ['devices', at], allowed),
    ...checkBin(file, ['devices', at], listAt(file, ['devices']), allowed),
  ]),
];

export function listAt(file: unknown, path: Path): readonly unknown[] {
  const value = valueAt(file, path);
  return Array.isArray(value) ? value : [];
}

const idsIn = (file: unknown, list: string): (string | undefined)[] =>
  listAt(file, [list]).map((entry) => textAt(entry, ['id']));

export const repeats = (file: unknown, list: string): Problem[] =>
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

/** `group`: under which key the way to the broker stands. */
export function brokerAddress(file: unknown, group: string): Problem[] {
  const path = [group, 'url'];
  const url = textAt(file, path);
  if (url === undefined) return [];
  if (!URL.canParse(url)) return [{ path, found: foundText(url), expected: 'mqtts://host:port' }];
  if (!url.startsWith('mqtt:') || LOOPBACK.test(url)) return [];
  return [{ path, found: foundText(url), expected: 'mqtts://: without encryption only to this machine itself' }];
}

/** A certificate without its key proves nothing, nor does a key without its certificate. */
export function certificateAndKey(file: unknown, group: string): Problem[] {
  const pair = ['certificate', 'key'];
  const missing = pair.filter((key) => valueAt(file, [group, key]) === undefined);
  if (missing.length !== 1) return [];
  return missing.map((key) => ({
    path: [group, key],
    found: 'nothing',
    expected: 'the path of a file: certificate and key go together',
  }));
}

function panel(file: unknown, path: Path): Problem[] {
  const id = textAt(file, path);
  const panels = idsIn(file, 'panels').filter((known) => known !== undefined);
  if (id === undefined || panels.includes(id)) return [];
  return [{ path, found: foundText(id), expected: `one of the panels: ${panels.join(', ')}` }];
}
