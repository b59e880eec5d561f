/** The devices of a simulated station: blood pressure, glucose and bins in turn, and what each says of itself. */
import { rfc3339 } from '../../../edge-agent/wire/rfc3339.ts';

export const DRIVERS = {
  bp: { driver: 'maibobo-rbp', model: 'Maibobo RBP-9000' },
  glucose: { driver: 'contour-next', model: 'Contour Next' },
  bin: { driver: 'firmata-bin', model: 'StandardFirmata' },
} as const;

export interface SimulatedDevice {
  readonly id: string;
  readonly kind: keyof typeof DRIVERS;
  readonly serialNumber: string;
}

/** What has happened to it so far. */
export interface DeviceFacts {
  readonly changes: number;
  readonly lastMs: number;
}

const KINDS = ['bp', 'glucose', 'bp', 'bin'] as const;

export const someDevices = (count: number): SimulatedDevice[] =>
  Array.from({ length: count }, (_, at) => {
    const kind = KINDS[at % KINDS.length] ?? 'bp';
    return { id: `${kind}-${at + 1}`, kind, serialNumber: `S${String(at).padStart(6, '0')}` };
  });

/** Shaped as edge-agent/states.ts and the bins have theirs. */
export function deviceState(
  { kind, serialNumber }: SimulatedDevice,
  { changes, lastMs }: DeviceFacts,
  zone: string,
  demo: boolean,
): string {
  const more = { ...DRIVERS[kind], ...(demo && { demo }) };
  if (kind === 'bin')
    return JSON.stringify({
      status: 'ok',
      material: 'paper',
      place: 'locked',
      full: [],
      alarms: [],
      fillPercent: changes % 101,
      hoursToFull: 30,
      ...more,
    });
  const time = rfc3339(lastMs, zone);
  return JSON.stringify({
    status: changes % 7 === 6 ? 'warning' : 'ok',
    lastSeen: time,
    lastFrame: time,
    connects: 1,
    losses: {},
    readings: changes,
    frames: changes * 40,
    noiseBytes: changes,
    rejected: changes % 7 === 6 ? { checksum: 1 } : {},
    failures: {},
    serialNumber,
    ...more,
  });
}
