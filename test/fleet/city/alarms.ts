/** What stands open in a made-up city. */
import type { Insertable } from 'kysely';
import type { AlarmTable } from '../../../fleet/store/schema.ts';
import { HOUR_MS, MINUTE_MS, type Site } from './sites.ts';

/** Whoever is at work in a station, why, and for how long from now on. */
export const MAINTENANCE = { by: 'fitter.one', reason: '换传感器', lastsMs: 2 * HOUR_MS } as const;

/** None without trouble. One in four is acknowledged; in maintenance all are, and shelved. */
export function alarmsOf(site: Site, nowMs: number): Insertable<AlarmTable>[] {
  const { trouble, index } = site;
  if (!trouble) return [];
  const raised = nowMs - trouble.minutesAgo * MINUTE_MS - (index % 13) * 11_000;
  const maintained = trouble.condition === 'maintenance';
  const seen = maintained || index % 4 === 3;
  return [
    {
      station_id: site.id,
      device_id: trouble.deviceId,
      code: trouble.code,
      severity: trouble.severity,
      words_zh: trouble.zh,
      words_en: trouble.en,
      origin: trouble.condition === 'silent' ? 'fleet' : 'station',
      raised_ms: raised,
      cleared_ms: null,
      acknowledged_ms: seen ? raised + 5 * MINUTE_MS : null,
      acknowledged_by: seen ? MAINTENANCE.by : null,
      shelved_until_ms: maintained ? nowMs + MAINTENANCE.lastsMs : null,
      shelved_by: maintained ? MAINTENANCE.by : null,
      shelve_reason: maintained ? MAINTENANCE.reason : null,
      assignee: null,
      source_cleared_ms: null,
      returns: 0,
      flapping: 0,
      behind: null,
      comments: 0,
      demo: site.demo ? 1 : 0,
      changed_ms: raised,
    },
  ];
}
