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
  /** Our own database did not give or take a row. */
  | 'store';

/** Its words are a class and a number: no topic, no payload, nothing that a broker wrote. */
export class UplinkError extends Error {
  readonly code: UplinkErrorCode;
  constructor(code: UplinkErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'UplinkError';
    this.code = code;
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
  151: 'busy',
  159: 'busy',
};

/** What the broker said in CONNACK or DISCONNECT. */
export const brokerSaid = (reasonCode: number): UplinkError =>
  new UplinkError(CODES[reasonCode] ?? 'refused', `reason 0x${reasonCode.toString(16).padStart(2, '0')}`);

/** Node's codes of certificates: https://nodejs.org/api/tls.html, "X509 certificate error codes", and OpenSSL's own. */
const TLS = /EPROTO|CERT|SSL|TLS|SELF_SIGNED|SIGNATURE|CRL|ISSUER|CA_|HOSTNAME/;

/** What mqtt.js, the socket or TLS report: a number from the broker, a code of the system, or bare words that are not kept. */
export function classify(error: unknown): UplinkError {
  if (error instanceof UplinkError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return brokerSaid(code);
  if (typeof code !== 'string') return new UplinkError('lost', 'protocol or timeout');
  if (TLS.test(code)) return new UplinkError('tls', code);
  return new UplinkError(code === 'ECONNRESET' || code === 'EPIPE' ? 'lost' : 'unreachable', code);
}
