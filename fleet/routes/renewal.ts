/** A certificate that was renewed counts from the next handshake on, without a restart; connections that stand keep theirs. */
import type { FastifyInstance } from 'fastify';
import type { Cancel, Clock, Log } from '../ports.ts';

/** PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}
export const LEAST_TLS = 'TLSv1.2';

/** Its file is read so often, and no oftener. */
const LOOK_MS = 60_000;

export interface RenewalParts {
  readonly server: { setSecureContext(context: Certificate & { readonly minVersion: typeof LEAST_TLS }): void };
  /** What it serves with now. */
  readonly first: Certificate;
  readonly certificate: () => Certificate;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Until the app closes. One that does not serve is left, and the former stays. */
export function renewCertificate(app: FastifyInstance, { server, first, certificate, clock, log }: RenewalParts): void {
  let last = first;
  let cancel: Cancel = () => {};
  const look = (): void => {
    again();
    const next = certificate();
    if (next.cert.toString() === last.cert.toString() && next.key.toString() === last.key.toString()) return;
    last = next;
    try {
      server.setSecureContext({ ...next, minVersion: LEAST_TLS });
      log.info('the console serves with a renewed certificate');
    } catch {
      log.warn('the renewed certificate does not serve, the former is kept');
    }
  };
  const again = (): void => {
    cancel = clock.at(clock.now() + LOOK_MS, look);
  };
  again();
  app.addHook('preClose', async () => {
    cancel();
  });
}
