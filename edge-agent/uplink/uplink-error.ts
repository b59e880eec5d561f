import { alertIn } from './tls-alert.ts';

/** Why there is no line, or no getting through: a closed set of codes, so that nobody matches wording. */
export type UplinkErrorCode =
  /** Nobody answers at that address, or not in time. */
  | 'unreachable'
  /** The certificate of one side does not satisfy the other, or there is no TLS at that port. */
  | 'tls'
  /** The broker does not speak this version of MQTT. */
  | 'version'
  /** The broker does not let this station in. */
  | 'credentials'
  /** The broker is too busy for us, or about to stop. */
  | 'busy'
  /** The broker refuses the connection for another reason. */
  | 'refused'
  /** Another client came with our name. */
  | 'taken-over'
  /** The line dropped. */
  | 'lost'
  /** The line stands, but acknowledgements stay away. */
  | 'silent'
  /** The broker did not take one message; the line stands. */
  | 'not-taken'
  /** The broker will never take this one message: its size, its form or its topic. */
  | 'unsendable'
  /** A row of ours is no longer what was saved. */
  | 'damaged'
  /** Our own database did not give or take a row. */
  | 'store';

/** Its words are a class and a number: no topic, no payload, nothing that a broker wrote. */
export class UplinkError extends Error {
  readonly code: UplinkErrorCode;
  /** What the broker gave for it, where it gave one. */
  readonly reason?: number;
  constructor(code: UplinkErrorCode, detail: string, reason?: number) {
    super(`${code}: ${detail}`);
    this.name = 'UplinkError';
    this.code = code;
    if (reason !== undefined) this.reason = reason;
  }
}

/** MQTT 5 reason codes (OASIS MQTT 5.0, section 2.4), and under 128 the return codes of 3.1.1 (section 3.2.2.3). */
const CODES: Readonly<Record<number, UplinkErrorCode>> = {
  1: 'version',
  3: 'busy',
  4: 'credentials',
  5: 'credentials',
  132: 'version',
  134: 'credentials',
  135: 'credentials',
  136: 'busy',
  137: 'busy',
  138: 'credentials',
  139: 'busy',
  140: 'credentials',
  142: 'taken-over',
  150: 'busy',
  151: 'busy',
  159: 'busy',
};

/** Of one message, in PUBACK (section 3.4.2.1): what is about its bytes is for good; the rest may pass. */
const OF_A_MESSAGE: Readonly<Record<number, UplinkErrorCode>> = {
  134: 'credentials',
  135: 'credentials',
  137: 'busy',
  144: 'unsendable',
  149: 'unsendable',
  150: 'busy',
  151: 'busy',
  153: 'unsendable',
  159: 'busy',
};

export const PACKET_TOO_LARGE = 149;

/** What the broker said of one message. */
export const messageNotTaken = (reasonCode: number): UplinkError =>
  new UplinkError(OF_A_MESSAGE[reasonCode] ?? 'not-taken', `reason ${hex(reasonCode)}`, reasonCode);

const hex = (reasonCode: number): string => `0x${reasonCode.toString(16).padStart(2, '0')}`;

/** What the broker said in CONNACK or DISCONNECT. */
export const brokerSaid = (reasonCode: number): UplinkError =>
  new UplinkError(CODES[reasonCode] ?? 'refused', `reason ${hex(reasonCode)}`, reasonCode);

/** Node's codes of certificates: https://nodejs.org/api/tls.html, "X509 certificate error codes", and OpenSSL's own. */
const TLS = /EPROTO|CERT|SSL|TLS|SELF_SIGNED|SIGNATURE|CRL|ISSUER|CA_|HOSTNAME/;

/** What mqtt.js, the socket or TLS report: a number from the broker, a code of the system, or bare words that are not kept. */
export function classify(error: unknown): UplinkError {
  if (error instanceof UplinkError) return error;
  if (!(error instanceof Error)) return new UplinkError('lost', 'protocol or timeout');
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return brokerSaid(code);
  if (typeof code !== 'string') return new UplinkError('lost', 'protocol or timeout');
  if (TLS.test(code)) return new UplinkError('tls', alertIn(error) ?? code);
  return new UplinkError(code === 'ECONNRESET' || code === 'EPIPE' ? 'lost' : 'unreachable', code);
}
