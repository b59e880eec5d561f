import { LEVELS } from './topics.ts';

/** What a station may say has happened: those that it says today, and those of the contract that are still to come. */
export const EVENT_KINDS = [
  'observation',
  'deposit',
  'parcel',
  'points',
  'request',
  'identity',
  'consent',
  'alarm',
  'audit',
  'tombstone',
] as const;
export type SaidKind = (typeof EVENT_KINDS)[number];

/** What a topic under `yike/v1/{station}/up/` is about. */
export type SaidTopic = { readonly stationId: string } & (
  | { readonly about: 'station' }
  | { readonly about: 'device'; readonly deviceId: string }
  | { readonly about: 'alarm'; readonly deviceId: string; readonly code: string }
  | { readonly about: 'event'; readonly kind: SaidKind }
  | { readonly about: 'reply'; readonly commandId: string }
  /** A station's own, and none of these. */
  | { readonly about: 'unknown' }
);

const { station, device, code } = LEVELS;
const UP = new RegExp(`^yike/v1/(${station})/up/([^]+)$`);
const DEVICE_STATE = new RegExp(`^device/(${device})/state$`);
const ALARM = new RegExp(`^alarm/(${device})\\.(${code})$`);
const EVENT = new RegExp(`^event/(${EVENT_KINDS.join('|')})$`);
const REPLY = /^reply\/([A-Za-z0-9-]{1,64})$/;

/** Undefined: nothing that a station may say. */
export function readTopic(topic: string): SaidTopic | undefined {
  const [, stationId, rest] = UP.exec(topic) ?? [];
  if (stationId === undefined || rest === undefined) return undefined;
  if (rest === 'state') return { stationId, about: 'station' };
  const [, deviceId] = DEVICE_STATE.exec(rest) ?? [];
  if (deviceId !== undefined) return { stationId, about: 'device', deviceId };
  const [, kindSaid] = EVENT.exec(rest) ?? [];
  const kind = EVENT_KINDS.find((known) => known === kindSaid);
  if (kind !== undefined) return { stationId, about: 'event', kind };
  const [, ofDevice, alarmCode] = ALARM.exec(rest) ?? [];
  if (ofDevice !== undefined && alarmCode !== undefined)
    return { stationId, about: 'alarm', deviceId: ofDevice, code: alarmCode };
  const [, commandId] = REPLY.exec(rest) ?? [];
  return commandId === undefined ? { stationId, about: 'unknown' } : { stationId, about: 'reply', commandId };
}
