const QUARTER_MS = 900_000;
/** More than the moments of a heartbeat lie apart; a day of quarters at the most. */
const MOST_QUARTERS = 96;

interface Offset {
  readonly ms: number;
  readonly text: string;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** A time zone's rules cost more than all the rest of an event, and change at a quarter of an hour at the earliest. */
  readonly quarters: Map<number, Offset>;
}

const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const made: Zone = { format, quarters: new Map() };
  zones.set(timeZone, made);
  return made;
}

function offsetOf({ format, quarters }: Zone, quarter: number): Offset {
  const known = quarters.get(quarter);
  if (known) return known;
  const parts = format.formatToParts(quarter * QUARTER_MS);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const text = name.slice('GMT'.length) || '+00:00';
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  const size = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const made = { ms: text.startsWith('-') ? -size : size, text };
  if (quarters.size === MOST_QUARTERS) quarters.clear();
  quarters.set(quarter, made);
  return made;
}

/** A wall-clock moment as RFC 3339 with the zone's offset then: `2026-11-23T14:20:00.000+08:00`. Throws on an unknown zone. */
export function rfc3339(wallMs: number, timeZone: string): string {
  const { ms, text } = offsetOf(zoneOf(timeZone), Math.floor(wallMs / QUARTER_MS));
  return `${new Date(Math.floor(wallMs) + ms).toISOString().slice(0, -1)}${text}`;
}
