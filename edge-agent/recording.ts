/**
 * The last raw frames of a device, in memory alone: what was heard and said on its wire, and what was wanted of it, so that
 * a technician can play it back. They hold readings, and of a memory everybody's: never in a log, never on the platform,
 * and nobody's name or visit is with them.
 */
import { clockText, localClock } from './domain/device-clock.ts';
import type { Settings } from './domain/settings.ts';
import type { Driver } from './drivers/driver.ts';
import type { Clock } from './ports.ts';
import { fromHex, hexByte } from './protocols/bytes.ts';
import type { Socket } from './transports/transport.ts';

/** `greeted`: it answers. `measure`, `read-out`: that began; `stop`: it was to end. `gone`: the wire; `closed`: by us. */
const DEEDS = ['open', 'greeted', 'measure', 'read-out', 'stop', 'gone', 'closed'] as const;
export type Deed = (typeof DEEDS)[number];

/**
 * `ms`: whole milliseconds on the clock that only rises. `wallMs`: on the wall clock, for there are questions that carry its
 * time; absent in recordings from before it was kept.
 */
export type Recorded =
  | { readonly ms: number; readonly heard: Uint8Array }
  | { readonly ms: number; readonly sent: Uint8Array; readonly wallMs?: number }
  | { readonly ms: number; readonly did: Deed }
  /** So many entries between a greeting and what follows are not kept. */
  | { readonly left: number };

export interface Bounds {
  readonly entries: number;
  readonly bytes: number;
}

/** Of a station's device: some minutes of a talkative one. */
const RING: Bounds = { entries: 2000, bytes: 65_536 };

export interface Recorder {
  /** The same socket, listened to. */
  tap(socket: Socket): Socket;
  did(deed: Deed): void;
  /** Oldest first. Begins with the greeting of its first connection, though what followed it may be gone. */
  all(): readonly Recorded[];
}

type Entry = Exclude<Recorded, { left: number }>;
const bytesIn = (entry: Entry): number => ('heard' in entry ? entry.heard : 'sent' in entry ? entry.sent : '').length;

export function openRecorder(clock: Pick<Clock, 'now' | 'wall'>, most: Bounds = RING): Recorder {
  const ring: Entry[] = [];
  let held = 0;
  /** The greeting of the connection that the ring's oldest entry belongs to: without it nothing of it could be played back. */
  let head: Entry[] = [];
  let greeted = true;
  let left = 0;

  const ms = (): number => Math.round(clock.now());

  function note(entry: Entry): void {
    ring.push(entry);
    held += bytesIn(entry);
    while (ring.length > most.entries || held > most.bytes) drop(ring.shift());
  }
  function drop(entry: Entry | undefined): void {
    if (!entry) return;
    held -= bytesIn(entry);
    if ('did' in entry && entry.did === 'open') {
      head = [];
      greeted = false;
      left = 0;
    }
    if (greeted || head.length >= most.entries) left++;
    else head.push(entry);
    if ('did' in entry && entry.did === 'greeted') greeted = true;
  }

  return {
    tap: ({ name, open }) => ({
      name,
      async open(listener) {
        let noted = false;
        const opened = (): void => {
          if (!noted) note({ ms: ms(), did: 'open' }); // not one for each try: it may be away for months
          noted = true;
        };
        const wire = await open({
          chunk(bytes) {
            opened();
            note({ ms: ms(), heard: Uint8Array.from(bytes) });
            listener.chunk(bytes);
          },
          gone(why) {
            opened();
            note({ ms: ms(), did: 'gone' });
            listener.gone(why);
          },
        });
        opened();
        return {
          write(bytes) {
            note({ ms: ms(), sent: Uint8Array.from(bytes), wallMs: Math.floor(clock.wall()) });
            return wire.write(bytes);
          },
          close() {
            note({ ms: ms(), did: 'closed' });
            return wire.close();
          },
        };
      },
    }),
    did: (did) => note({ ms: ms(), did }),
    all: () => [...head, ...(left > 0 ? [{ left }] : []), ...ring],
  };
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join('');

/** As a clock on this machine's wall shows it, to the millisecond: played back in another time zone, it shows the same. */
const shownAt = (wallMs: number): string =>
  `${clockText(localClock(wallMs))}.${String(new Date(wallMs).getMilliseconds()).padStart(3, '0')}`;

type OfDriver = Pick<Driver, 'id' | 'settings'>;

/** As it is saved: one JSON line of what it is, and one for each entry, bytes in hexadecimal. */
export function recordingText({ id, settings }: OfDriver, entries: readonly Recorded[]): string {
  const lines = entries.map((entry) => {
    if ('heard' in entry) return { ms: entry.ms, heard: hexOf(entry.heard) };
    if (!('sent' in entry)) return entry;
    const { ms, sent, wallMs } = entry;
    return { ms, sent: hexOf(sent), ...(wallMs !== undefined && { at: shownAt(wallMs) }) };
  });
  const head = { recording: 1, driver: id, ...(settings && { settings }) };
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

export interface Recording {
  readonly driver: string;
  /** What was set of the device; absent in recordings of those of which nothing is. */
  readonly settings: Settings;
  readonly entries: readonly Recorded[];
}

/** What is wrong with a text that is no recording; `line` from 1. */
export interface Unreadable {
  readonly line: number;
  readonly expected: string;
}

export function readRecording(text: string): Recording | Unreadable {
  const [first, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const head = fieldsOf(first ?? '');
  const driver = driverOf(head);
  if (driver === undefined) return { line: 1, expected: '{"recording":1,"driver":"…"}' };
  const entries: Recorded[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, line] of lines.entries()) {
    const entry = entryOf(fieldsOf(line));
    if (!entry || ('ms' in entry && entry.ms < last))
      return {
        line: i + 2,
        expected: '{"ms":…} that does not fall, with heard, sent or did, as `yike read --record` writes it',
      };
    if ('ms' in entry) last = entry.ms;
    entries.push(entry);
  }
  return { driver, settings: settingsOf(head.get('settings')), entries };
}

type Fields = ReadonlyMap<string, unknown>;

function fieldsOf(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line);
    return new Map(Object.entries(value ?? {}));
  } catch {
    return new Map();
  }
}

function driverOf(fields: Fields): string | undefined {
  const driver = fields.get('driver');
  return fields.get('recording') === 1 && typeof driver === 'string' ? driver : undefined;
}

function settingsOf(value: unknown): Settings {
  const said = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(said.filter(([, setting]) => ['string', 'number', 'boolean'].includes(typeof setting)));
}

function entryOf(fields: Fields): Recorded | undefined {
  const [ms, left, heard, sent, at] = ['ms', 'left', 'heard', 'sent', 'at'].map((name) => fields.get(name));
  if (isWhole(left)) return { left };
  if (!isWhole(ms)) return undefined;
  if (isHex(heard)) return { ms, heard: fromHex(heard) };
  if (isHex(sent) && at === undefined) return { ms, sent: fromHex(sent) };
  if (isHex(sent)) return isShown(at) ? { ms, sent: fromHex(sent), wallMs: Date.parse(at) } : undefined;
  const did = DEEDS.find((deed) => deed === fields.get('did'));
  return did && { ms, did };
}

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);
/** Without a zone, and so of the machine's own. */
const isShown = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const isHex = (value: unknown): value is string => typeof value === 'string' && /^([0-9A-F]{2})*$/i.test(value);
