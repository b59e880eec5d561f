/** What one side of TLS tells the other before it hangs up: RFC 8446, section 6.2. */
const ALERTS: Readonly<Record<number, string>> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record mac',
  22: 'record overflow',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'certificate revoked',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown ca',
  49: 'access denied',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  86: 'inappropriate fallback',
  90: 'user canceled',
  109: 'missing extension',
  110: 'unsupported extension',
  112: 'unrecognized name',
  113: 'bad certificate status response',
  115: 'unknown psk identity',
  116: 'certificate required',
  120: 'no application protocol',
};

/**
 * `alert certificate expired`; undefined where none came. Node has OpenSSL's reason in fields of its own where a read fails.
 * Where a write does, as a refusal under TLS 1.2 makes it, the code is a bare EPROTO, and the number stands in the message alone.
 */
export function alertIn({ message }: Error): string | undefined {
  const [, number] = /SSL alert number (\d{1,3})\b/.exec(message) ?? [];
  return number === undefined ? undefined : `alert ${ALERTS[Number(number)] ?? number}`;
}
