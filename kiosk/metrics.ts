/** The station in Prometheus's text, prometheus.io/docs/instrumenting/exposition_formats: numbers and codes, no value and no person. */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Figures } from '../edge-agent/index.ts';

/** What the process says of itself beside the agent's figures. */
export interface ProcessFigures {
  readonly loopDelayP99Ms: number;
  readonly residentBytes: number;
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [value: number, labels?: Labels];
type Metric = readonly [name: string, help: string, samples: readonly Sample[]];

const DISK_LEVELS = ['roomy', 'low', 'scarce', 'full'];
const STATUSES = ['ok', 'warning', 'down', 'unknown'];

const flag = (holds: boolean): number => (holds ? 1 : 0);
const oneOf = (label: string, all: readonly string[], now: string, labels: Labels = {}): Sample[] =>
  all.map((each) => [flag(each === now), { ...labels, [label]: each }]);
const counted = (label: string, counts: Readonly<Record<string, number>>, labels: Labels): Sample[] =>
  Object.entries(counts).map(([what, count]) => [count, { ...labels, [label]: what }]);

function gauges(figures: Figures, { loopDelayP99Ms, residentBytes }: ProcessFigures): Metric[] {
  const { outbox, disk, devices } = figures;
  return [
    ['yike_outbox_events', 'Events that wait for the broker’s acknowledgement', [[outbox.depth]]],
    [
      'yike_outbox_oldest_age_seconds',
      'Age of the oldest of them; 0 where none waits',
      [[(outbox.oldestAgeMs ?? 0) / 1000]],
    ],
    ['yike_outbox_last_sequence', 'Sequence of the newest event', [[outbox.last]]],
    ['yike_outbox_acknowledged_sequence', 'The broker has every event up to this one', [[outbox.acknowledged]]],
    ['yike_outbox_receipted_sequence', 'The platform has every event up to this one', [[outbox.receipted]]],
    ['yike_store_works', 'Did the last save reach the disk?', [[flag(figures.storeWorks)]]],
    ['yike_uplink_online', 'Is there a connection to the broker?', [[flag(figures.uplink === 'online')]]],
    ['yike_clock_trusted', 'Is the wall clock to be trusted?', [[flag(figures.clockTrusted)]]],
    [
      'yike_device_status',
      'The status of a device that is 1 is the present one',
      devices.flatMap(({ deviceId, driver, health }) =>
        oneOf('status', STATUSES, health.status, { device: deviceId, driver }),
      ),
    ],
    ['yike_disk_used_ratio', 'Share of the disk that is used', disk ? [[disk.usedRatio]] : []],
    ['yike_disk_level', 'What that means for the station', disk ? oneOf('level', DISK_LEVELS, disk.level) : []],
    [
      'yike_event_loop_delay_p99_seconds',
      'The event loop was late by less than that 99 times in 100, within ten seconds',
      [[loopDelayP99Ms / 1000]],
    ],
    ['yike_resident_memory_bytes', 'Memory that the process holds', [[residentBytes]]],
  ];
}

function counters({ counters: since, devices, auditEntries }: Figures): Metric[] {
  const each = (count: (of: Figures['devices'][number]['health'], device: Labels) => readonly Sample[]): Sample[] =>
    devices.flatMap(({ deviceId, driver, health }) => count(health, { device: deviceId, driver }));
  return [
    ['yike_saves_total', 'Commits that saved events', [[since.saves]]],
    ['yike_saves_failed_total', 'Commits that the store refused', [[since.failedSaves]]],
    ['yike_rows_set_aside_total', 'Rows that can never be sent', [[since.rowsSetAside]]],
    ['yike_receipts_refused_total', 'Receipts that could not be believed', [[since.receiptsRefused]]],
    ['yike_uplink_connections_total', 'Connections to the broker', [[since.connections]]],
    [
      'yike_uplink_losses_total',
      'Connections that ended or never came about, by why',
      counted('code', Object.fromEntries(since.losses), {}),
    ],
    ['yike_device_connects_total', 'Connections to a device', each(({ connects }, device) => [[connects, device]])],
    [
      'yike_device_losses_total',
      'Connections to it that were lost, by why',
      each(({ losses }, device) => counted('code', losses, device)),
    ],
    ['yike_device_readings_total', 'Readings that it gave', each(({ readings }, device) => [[readings, device]])],
    ['yike_device_frames_total', 'Frames that it sent', each(({ frames }, device) => [[frames, device]])],
    [
      'yike_device_noise_bytes_total',
      'Bytes that were no frame',
      each(({ noiseBytes }, device) => [[noiseBytes, device]]),
    ],
    [
      'yike_device_rejected_total',
      'Frames that were refused, by why',
      each(({ rejected }, device) => counted('reason', rejected, device)),
    ],
    [
      'yike_device_failures_total',
      'Measurements that failed, by why',
      each(({ failures }, device) => counted('kind', failures, device)),
    ],
    ['yike_audit_entries_total', 'Entries of the audit chain', [[auditEntries]]],
  ];
}

/** A registry of its own for each answer: the numbers are counted elsewhere, and nothing is kept between two. */
export async function metricsText(figures: Figures, ofProcess: ProcessFigures): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = (samples: readonly Sample[]): string[] => Object.keys(samples[0]?.[1] ?? {});
  for (const [name, help, samples] of gauges(figures, ofProcess)) {
    if (samples.length === 0) continue;
    const gauge = new Gauge({ name, help, labelNames: labelNames(samples), registers });
    for (const [value, labels = {}] of samples) gauge.set(labels, value);
  }
  for (const [name, help, samples] of counters(figures)) {
    if (samples.length === 0) continue;
    const counter = new Counter({ name, help, labelNames: labelNames(samples), registers });
    for (const [value, labels = {}] of samples) counter.inc(labels, value);
  }
  return registry.metrics();
}
