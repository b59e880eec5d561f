/**
 * A city of N stations as the fleet's tables hold it: believable names, devices, bins, alarms and errors, the same every
 * time. Nobody lives in it: there is no person and no value of one.
 */
import { alarmsOf } from './alarms.ts';
import { devicesOf } from './devices.ts';
import { siteOf } from './sites.ts';
import { eventsOf, stationRow, watermarksOf } from './stations.ts';

export type CityRows = ReturnType<typeof aCity>;

interface Wanted {
  readonly stations: number;
  readonly nowMs: number;
  /** One station in so many has something that waits for somebody. */
  readonly troubleEvery?: number;
}

export function aCity({ stations, nowMs, troubleEvery = 41 }: Wanted) {
  const sites = Array.from({ length: stations }, (_, index) => siteOf(index, nowMs, troubleEvery));
  const kept = sites.map((site) => devicesOf(site, nowMs));
  return {
    stations: sites.map((site) => stationRow(site, nowMs)),
    watermarks: sites.flatMap((site) => watermarksOf(site, nowMs)),
    devices: kept.flatMap(({ devices }) => devices),
    metrics: kept.flatMap(({ metrics }) => metrics),
    alarms: sites.flatMap((site) => alarmsOf(site, nowMs)),
    events: sites.flatMap(eventsOf),
  };
}
