import type { HeardEvent } from '../../fleet/store/heard.ts';

export const NOW = Date.UTC(2026, 10, 29, 6);

/** An event as it leaves `fleet/receive/`; the same sequence is the same event, unless `fork` says otherwise. */
export function anEvent(
  stationId: string,
  sequence: number,
  more: Partial<HeardEvent> & { fork?: string } = {},
): HeardEvent {
  const { fork = '', ...rest } = more;
  const kind = rest.kind ?? (sequence % 3 === 0 ? 'alarm' : 'observation');
  return {
    stationId,
    sequence,
    id: `${stationId}-${sequence}${fork}`,
    kind,
    deviceId: 'bp-1',
    timeMs: NOW - 60_000 + sequence,
    receivedMs: NOW,
    demo: false,
    ...(kind === 'alarm' && { words: { 'zh-CN': '低电', en: 'low' } }),
    payload: JSON.stringify({ stationId, sequence, fork, odd: '\u0000 " \\ 😀 \ud800'.toWellFormed() }),
    ...rest,
  };
}
