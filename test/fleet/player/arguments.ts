import { parseArgs } from 'node:util';
import type { Pace } from './pace.ts';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** `60m`, `90s`, `500ms`, `1h`; a bare number is seconds. Throws a RangeError. */
export function durationMs(text: string): number {
  const [, number, unit = 's'] = /^(\d+)(ms|s|m|h)?$/.exec(text) ?? [];
  const times = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
  if (number === undefined || times === undefined) throw new RangeError(`${text} is no time such as 60m or 90s`);
  return Number(number) * times;
}

function count(text: string, what: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`--${what} ${text} is no number`);
  return Number(text);
}

export interface LoadArguments {
  readonly stations: number;
  readonly devices: number;
  readonly broker: string | undefined;
  readonly connections: number | undefined;
  /** Messages a second over all stations, heartbeats among them. */
  readonly rate: number;
  /** Of what is not a heartbeat, so much are events; the rest are states of devices. */
  readonly share: number;
  readonly outageMs: number;
  readonly spreadMs: number;
  readonly seconds: number;
  readonly receipts: boolean;
  readonly ledger: string | undefined;
}

export function loadArguments(words: readonly string[]): LoadArguments {
  const { values } = parseArgs({
    args: [...words],
    allowNegative: true,
    options: {
      stations: { type: 'string', default: '500' },
      devices: { type: 'string', default: '20' },
      broker: { type: 'string' },
      connections: { type: 'string' },
      rate: { type: 'string' },
      share: { type: 'string', default: '50' },
      outage: { type: 'string', default: '0' },
      spread: { type: 'string', default: '10s' },
      seconds: { type: 'string', default: '60' },
      receipts: { type: 'boolean', default: true },
      ledger: { type: 'string' },
    },
  });
  const stations = count(values.stations, 'stations');
  return {
    stations,
    devices: count(values.devices, 'devices'),
    broker: values.broker,
    connections: values.connections === undefined ? undefined : count(values.connections, 'connections'),
    rate: values.rate === undefined ? Math.ceil(stations / 10) : count(values.rate, 'rate'),
    share: count(values.share, 'share') / 100,
    outageMs: durationMs(values.outage),
    spreadMs: durationMs(values.spread),
    seconds: count(values.seconds, 'seconds'),
    receipts: values.receipts,
    ledger: values.ledger,
  };
}

const HEARTBEATS_PER_SECOND = 1 / 60;
const ALARMS = 0.01;

/** So that all together come to `rate`: the heartbeats come by themselves. */
export function paceOf({ rate, share, stations }: Pick<LoadArguments, 'rate' | 'share' | 'stations'>): Pace {
  const left = Math.max(0, rate - stations * HEARTBEATS_PER_SECOND);
  const events = left * share;
  // Each change of an alarm is up to two events and two states.
  return { events: events * (1 - 2 * ALARMS), deviceStates: left - events * (1 + 2 * ALARMS), alarms: events * ALARMS };
}
