const MINUTE_MS = 60_000;

/** A zone's present minute as text: what stands before the seconds, and the offset behind them. */
interface Minute {
  readonly minute: number;
  readonly head: string;
  readonly offset: string;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** The minute written last: a time zone's rules cost more than all the rest of an event, and change only with the minute. */
  last?: Minute;
}

const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'longOffset',
  });
  const made: Zone = { format };
  zones.set(timeZone, made);
  return made;
}

function write(zone: Zone, minute: number): Minute {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of zone.format.formatToParts(minute * MINUTE_MS)) part[type] = value;
  const { year, month, day, hour, minute: shown, timeZoneName } = part;
  const head = `${year?.padStart(4, '0')}-${month}-${day}T${hour}:${shown}`;
  return { minute, head, offset: timeZoneName?.slice('GMT'.length) || '+00:00' };
}

/** A wall-clock moment as RFC 3339 with the zone's offset then: `2026-11-23T14:20:00.000+08:00`. Throws on an unknown zone. */
export function rfc3339(wallMs: number, timeZone: string): string {
  const zone = zoneOf(timeZone);
  const minute = Math.floor(wallMs / MINUTE_MS);
  if (zone.last?.minute !== minute) zone.last = write(zone, minute);
  const { head, offset } = zone.last;
  const ms = Math.floor(wallMs - minute * MINUTE_MS);
  const seconds = String(Math.floor(ms / 1000)).padStart(2, '0');
  return `${head}:${seconds}.${String(ms % 1000).padStart(3, '0')}${offset}`;
}
