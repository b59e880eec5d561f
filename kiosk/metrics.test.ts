import { expect, test } from 'vitest';
import type { Figures } from '../edge-agent/index.ts';
import { metricsText } from './metrics.ts';

const figures: Figures = {
  storeWorks: true,
  clockTrusted: false,
  outbox: { depth: 12, oldestAgeMs: 90_500, last: 512, acknowledged: 500, receipted: 480 },
  uplink: 'online',
  counters: {
    saves: 40,
    failedSaves: 2,
    rowsSetAside: 1,
    receiptsRefused: 3,
    connections: 5,
    losses: new Map([
      ['unreachable', 7],
      ['tls', 1],
    ]),
  },
  devices: [
    {
      deviceId: 'bp-1',
      driver: 'maibobo-rbp',
      health: {
        status: 'warning',
        lastSeenMs: 1,
        connects: 3,
        losses: { unplugged: 2 },
        says: {},
        readings: 9,
        frames: 80,
        noiseBytes: 17,
        rejected: { checksum: 4, range: 1 },
        failures: { cuff: 2 },
      },
    },
  ],
  disk: { usedRatio: 0.25, level: 'roomy' },
  auditEntries: 6,
};
const ofProcess = { loopDelayP99Ms: 12.5, residentBytes: 115_343_360 };
const samples = async (of: Figures = figures): Promise<string[]> =>
  (await metricsText(of, ofProcess)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const bp = 'device="bp-1",driver="maibobo-rbp"';

test('each figure is a sample with its unit in its name', async () => {
  expect(await samples()).toEqual([
    'yike_outbox_events 12',
    'yike_outbox_oldest_age_seconds 90.5',
    'yike_outbox_last_sequence 512',
    'yike_outbox_acknowledged_sequence 500',
    'yike_outbox_receipted_sequence 480',
    'yike_store_works 1',
    'yike_uplink_online 1',
    'yike_clock_trusted 0',
    `yike_device_status{${bp},status="ok"} 0`,
    `yike_device_status{${bp},status="warning"} 1`,
    `yike_device_status{${bp},status="down"} 0`,
    `yike_device_status{${bp},status="unknown"} 0`,
    'yike_disk_used_ratio 0.25',
    'yike_disk_level{level="roomy"} 1',
    'yike_disk_level{level="low"} 0',
    'yike_disk_level{level="scarce"} 0',
    'yike_disk_level{level="full"} 0',
    'yike_event_loop_delay_p99_seconds 0.0125',
    'yike_resident_memory_bytes 115343360',
    'yike_saves_total 40',
    'yike_saves_failed_total 2',
    'yike_rows_set_aside_total 1',
    'yike_receipts_refused_total 3',
    'yike_uplink_connections_total 5',
    'yike_uplink_losses_total{code="unreachable"} 7',
    'yike_uplink_losses_total{code="tls"} 1',
    `yike_device_connects_total{${bp}} 3`,
    `yike_device_losses_total{${bp},code="unplugged"} 2`,
    `yike_device_readings_total{${bp}} 9`,
    `yike_device_frames_total{${bp}} 80`,
    `yike_device_noise_bytes_total{${bp}} 17`,
    `yike_device_rejected_total{${bp},reason="checksum"} 4`,
    `yike_device_rejected_total{${bp},reason="range"} 1`,
    `yike_device_failures_total{${bp},kind="cuff"} 2`,
    'yike_audit_entries_total 6',
  ]);
});

test('what is not known is absent, and asked twice the counters are the same', async () => {
  const first = await samples({ ...figures, devices: [] });
  expect(first.filter((line) => /device/.test(line))).toEqual([]);
  expect(await samples({ ...figures, devices: [] })).toEqual(first);
});

test('every sample has its help and its type before it', async () => {
  const text = await metricsText(figures, ofProcess);
  const described = [...text.matchAll(/^# HELP (yike_\w+) .+\n# TYPE \1 (gauge|counter)$/gm)].map(([, name]) => name);
  const names = new Set((await samples()).map((line) => line.replace(/[{ ].*/, '')));
  expect(described).toEqual([...names]);
});
