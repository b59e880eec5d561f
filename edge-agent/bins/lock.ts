import type { Authorisation } from './authorisation.ts';
import type { BinPort } from './bin-port.ts';

/** The only hand on the lock: no pulse without a use of an authorisation that is on disk by then. */
export interface Lock {
  /** Throws what `use` throws, and then nothing was sent. `begun` runs in between: from there on the pulse counts as sent. */
  pulse(authorisation: Authorisation, begun: () => void): Promise<void>;
}

export const lockOf = (port: Pick<BinPort, 'pulseLock'>): Lock => ({
  pulse(authorisation, begun) {
    authorisation.use();
    begun();
    return port.pulseLock();
  },
});
