import { X509Certificate } from 'node:crypto';
import type { Clock } from '../ports.ts';
import { brokerAddress, type UplinkSecrets } from './socket.ts';

const DAY_MS = 86_400_000;
/** As often as the heartbeat at most: a state that changes in between reads no file. */
const READ_EVERY_MS = 60_000;

export interface OwnCertificate {
  /** For each connection. */
  readonly secrets: () => UplinkSecrets;
  /** Whole days until it expires, negative afterwards; undefined where the station shows none, or none that can be read. */
  daysLeft(): number | undefined;
}

export interface OwnCertificateParts {
  readonly url: string;
  readonly secrets: () => UplinkSecrets;
  readonly clock: Pick<Clock, 'wall' | 'now'>;
}

/** The certificate that the next connection will show: the line that stands outlives the one it was made with. */
export function watchOwnCertificate({ url, secrets, clock }: OwnCertificateParts): OwnCertificate {
  let until: number | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  const read = (): UplinkSecrets => {
    const now = secrets();
    until = brokerAddress(url).secure ? endOf(now.certificate) : undefined;
    readAt = clock.now();
    return now;
  };
  return {
    secrets: read,
    daysLeft() {
      if (clock.now() - readAt >= READ_EVERY_MS) read();
      return until === undefined ? undefined : Math.floor((until - clock.wall()) / DAY_MS);
    },
  };
}

/** `notAfter`, wall-clock milliseconds (RFC 5280, section 4.1.2.5). Of a chain, which begins with one's own, the first. */
function endOf(certificate: UplinkSecrets['certificate']): number | undefined {
  if (certificate === undefined) return undefined;
  try {
    return new X509Certificate(certificate).validToDate.getTime();
  } catch {
    return undefined; // no connection will come of it either, and that is told
  }
}
