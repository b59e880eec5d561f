/** What no schema can say of a station file: what one part of it asks of another. */

import { foundText, meant, type Path } from './complaint.ts';
import type { DeviceEntry, StationFile } from './station.ts';
import type { Problem } from './validate.ts';

export interface Allowed {
  readonly driverIds: readonly string[];
  /** Simulated devices: only for a demonstration. */
  readonly allowSimulated: boolean;
}

export function crossCheck(file: StationFile, allowed: Allowed): Problem[] {
  const panels = file.panels.map(({ id }) => id);
  return [
    ...repeats(file.panels, 'panels'),
    ...repeats(file.devices, 'devices'),
    ...platform(file),
    ...timeZone(file),
    ...file.devices.flatMap((entry, at) => device(entry, ['devices', at], panels, allowed)),
  ];
}

const repeats = (entries: readonly { readonly id: string }[], list: string): Problem[] =>
  entries.flatMap(({ id }, at) =>
    entries.findIndex((entry) => entry.id === id) < at
      ? [{ path: [list, at, 'id'], found: `${foundText(id)} a second time`, expected: 'an id of its own' }]
      : [],
  );

const LOOPBACK = /^mqtt:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

const platform = ({ platform: { url } }: StationFile): Problem[] =>
  url.startsWith('mqtt:') && !LOOPBACK.test(url)
    ? [
        {
          path: ['platform', 'url'],
          found: foundText(url),
          expected: 'mqtts://: without encryption only to this machine itself',
        },
      ]
    : [];

function timeZone({ station: { timeZone: zone } }: StationFile): Problem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return [];
  } catch {
    return [
      { path: ['station', 'timeZone'], found: foundText(zone), expected: 'an IANA time zone such as Asia/Shanghai' },
    ];
  }
}

function device(
  { driver, panel, transport }: DeviceEntry,
  path: Path,
  panels: readonly string[],
  allowed: Allowed,
): Problem[] {
  const problems: Problem[] = [];
  const say = (key: Path, found: string, expected: string): void =>
    void problems.push({ path: [...path, ...key], found, expected });
  if (!allowed.driverIds.includes(driver)) {
    const near = meant(driver, allowed.driverIds);
    say(
      ['driver'],
      foundText(driver),
      near === undefined ? `one of ${allowed.driverIds.join(', ')}` : `${near}, perhaps`,
    );
  }
  if (panel !== undefined && !panels.includes(panel))
    say(['panel'], foundText(panel), `one of the panels: ${panels.join(', ')}`);
  const { kind, ...settings } = transport;
  if (kind === 'simulated') {
    if (!allowed.allowSimulated)
      say(['transport', 'kind'], '"simulated"', 'serial: simulated devices are refused without --demo');
    for (const key of Object.keys(settings))
      say(['transport', key], 'a setting', 'none: a simulated device has no port');
  } else if (settings.path !== undefined) {
    const ids = (['vendorId', 'productId', 'serialNumber', 'usbPort'] as const).filter(
      (key) => settings[key] !== undefined,
    );
    for (const key of ids) say(['transport', key], 'a setting', 'either path, or what the USB adapter says of itself');
  } else if (settings.vendorId === undefined && settings.serialNumber === undefined && settings.usbPort === undefined) {
    say(['transport', 'path'], 'nothing', 'the path of a serial port, or vendorId, serialNumber or usbPort');
  }
  return problems;
}
