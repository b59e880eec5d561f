import { expect, test } from 'vitest';
import { brokerAddress } from './socket.ts';
import { brokerSaid, classify, UplinkError } from './uplink-error.ts';

test.each([
  [0x01, 'version', 'version: reason 0x01'],
  [0x84, 'version', 'version: reason 0x84'],
  [0x05, 'credentials', 'credentials: reason 0x05'],
  [0x87, 'credentials', 'credentials: reason 0x87'],
  [0x88, 'busy', 'busy: reason 0x88'],
  [0x89, 'busy', 'busy: reason 0x89'],
  [0x97, 'busy', 'busy: reason 0x97'],
  [0x8e, 'taken-over', 'taken-over: reason 0x8e'],
  [0x93, 'refused', 'refused: reason 0x93'],
])('a broker that says %i is %s', (reasonCode, code, message) => {
  expect(brokerSaid(reasonCode)).toMatchObject({ code, message });
});

const withCode = (code: unknown, words = 'words with a needle in them'): Error =>
  Object.assign(new Error(words), { code });
/** As Node reports that a write failed (24.21). */
const alerted = (number: number | string): Error =>
  withCode(
    'EPROTO',
    `write EPROTO 40ED:error:0A000415:SSL routines:ssl3_read_bytes:a needle:rec_layer_s3.c:918:SSL alert number ${number}\n`,
  );

test.each([
  [withCode('ECONNREFUSED'), 'unreachable: ECONNREFUSED'],
  [withCode('ENOTFOUND'), 'unreachable: ENOTFOUND'],
  [withCode('ECONNRESET'), 'lost: ECONNRESET'],
  [withCode('CERT_HAS_EXPIRED'), 'tls: CERT_HAS_EXPIRED'],
  [withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'tls: SELF_SIGNED_CERT_IN_CHAIN'],
  [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls: ERR_TLS_CERT_ALTNAME_INVALID'],
  [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls: DEPTH_ZERO_SELF_SIGNED_CERT'],
  [withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls: UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [withCode('ERR_OSSL_PEM_NO_START_LINE'), 'tls: ERR_OSSL_PEM_NO_START_LINE'],
  [withCode('EPROTO'), 'tls: EPROTO'],
  [alerted(40), 'tls: alert handshake failure'],
  [alerted(45), 'tls: alert certificate expired'],
  [alerted(48), 'tls: alert unknown ca'],
  [alerted(116), 'tls: alert certificate required'],
  [alerted(254), 'tls: alert 254'],
  [alerted('needle'), 'tls: EPROTO'],
  [withCode('ECONNRESET', 'SSL alert number 45'), 'lost: ECONNRESET'],
  [withCode(0x89), 'busy: reason 0x89'],
  [new Error('words with a needle in them'), 'lost: protocol or timeout'],
  ['words with a needle in them', 'lost: protocol or timeout'],
])('what is kept of an error is its class, never its words', (error, message) => {
  expect(classify(error).message).toBe(message);
});

test('an error that is classified stays what it is', () => {
  const error = new UplinkError('silent', 'no acknowledgement');
  expect(classify(error)).toBe(error);
});

test('the address of a broker is mqtt or mqtts', () => {
  expect(brokerAddress('mqtt://127.0.0.1')).toEqual({ host: '127.0.0.1', port: 1883, secure: false });
  expect(brokerAddress('mqtts://broker.example')).toEqual({ host: 'broker.example', port: 8883, secure: true });
  expect(brokerAddress('mqtts://[::1]:9000')).toEqual({ host: '::1', port: 9000, secure: true });
  for (const url of ['', 'broker.example', 'http://secret@broker.example', 'mqtt://']) {
    expect(() => brokerAddress(url)).toThrow('the platform url is not mqtt://host:port or mqtts://host:port');
  }
});
