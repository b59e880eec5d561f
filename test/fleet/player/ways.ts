/** How a simulated station gets to its broker: by a connection of its own, or with many others over a few. */
import type { Connect, Connection } from '../../../edge-agent/uplink/connection.ts';
import { UplinkError } from '../../../edge-agent/uplink/uplink-error.ts';
import { type Line, openLine } from './line.ts';

/** As the real agent's (edge-agent/uplink/connection.ts). */
const WINDOW = 64;

/** With the will, and the station's id as the client's. */
export const ownLine: Connect = async ({ url, stationId, will }, signal) => {
  const line = await openLine({ url, clientId: stationId, will });
  if (signal.aborted) line.drop(new UplinkError('lost', 'given up'));
  return { ...over(line), end: line.end, drop: line.drop };
};

export interface SharedLines {
  /** The way of the station with that number. */
  of(number: number): Connect;
  close(): Promise<void>;
}

/** So many connections for all; no wills. A connection that was lost is made anew for whoever asks first. */
export function sharedLines(url: string, count: number, name = 'player'): SharedLines {
  const lines = new Map<number, Promise<Line>>();
  const lineOf = (at: number): Promise<Line> => {
    const known = lines.get(at);
    if (known) return known;
    const opening = openLine({ url, clientId: `${name}-${at}` });
    const forget = (): void => {
      if (lines.get(at) === opening) lines.delete(at);
    };
    opening.then(({ closed }) => closed.then(forget), forget);
    lines.set(at, opening);
    return opening;
  };
  return {
    of: (number) => async (_parts, signal) => {
      const line = await lineOf(number % count);
      const over_ = over(line);
      const left = Promise.withResolvers<UplinkError>();
      if (signal.aborted) left.resolve(new UplinkError('lost', 'given up'));
      return {
        ...over_,
        // A state or an event that comes back after its station has left is nobody's.
        closed: Promise.race([line.closed, left.promise]),
        async end() {
          left.resolve(new UplinkError('lost', 'closed'));
        },
        drop: left.resolve,
      };
    },
    async close() {
      const open = await Promise.allSettled(lines.values());
      await Promise.all(open.map((line) => (line.status === 'fulfilled' ? line.value.end() : undefined)));
    },
  };
}

const over = (line: Line): Pick<Connection, 'protocol' | 'window' | 'publish' | 'subscribe' | 'closed'> => ({
  protocol: '5',
  window: Math.min(WINDOW, line.receiveMaximum),
  publish: line.publish,
  subscribe: line.subscribe,
  closed: line.closed,
  ...(line.mostPacketBytes !== undefined && { mostPacketBytes: line.mostPacketBytes }),
});
