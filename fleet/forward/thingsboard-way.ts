import type { Databases } from '../store/open.ts';
import type { Way } from './pump.ts';
import { openThings } from './things.ts';
import { type GatewayMessages, gatewayMessages, type Thing } from './thingsboard.ts';

/** A gateway's connection. */
export interface GatewayLine {
  /** Resolves when the far side has acknowledged all of it; rejects with a fixed phrase. */
  say(messages: GatewayMessages, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Its cursor counts milliseconds of our clock. MQTT knows no refusal of one message: what fails, fails for now. */
export function thingsboardWay(id: string, databases: Databases, line: GatewayLine, wall: () => number): Way<Thing> {
  const things = openThings(databases, wall);
  return {
    id,
    most: 200,
    read: things.read,
    async send(items, signal) {
      try {
        await line.say(gatewayMessages(items), signal);
      } catch (error) {
        return { is: 'failed', why: error instanceof Error ? error.message : 'no connection' };
      }
      things.taken();
      return { is: 'taken' };
    },
    whence: ({ stationId }) => ({ facts: { station: stationId } }),
    close: () => line.close(),
  };
}
