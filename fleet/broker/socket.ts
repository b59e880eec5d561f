import net from 'node:net';
import tls from 'node:tls';

/** Contents, PEM. */
export interface BrokerSecrets {
  readonly ca?: string | Buffer;
  readonly certificate?: string | Buffer;
  readonly key?: string | Buffer;
}

/**
 * Our own sockets rather than the MQTT package's, which lets an environment variable put a proxy in between. With TLS
 * nothing is sent before the broker's certificate and name are proved. Throws a RangeError that does not repeat the URL.
 */
export function brokerSocket(url: string, { ca, certificate, key }: BrokerSecrets): net.Socket {
  const parsed = URL.parse(url);
  if (!parsed?.hostname || (parsed.protocol !== 'mqtt:' && parsed.protocol !== 'mqtts:'))
    throw new RangeError('the broker url is not mqtt://host:port or mqtts://host:port');
  const secure = parsed.protocol === 'mqtts:';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = Number(parsed.port || (secure ? 8883 : 1883));
  if (!secure) return net.connect({ host, port, noDelay: true });
  const socket = tls.connect({
    host,
    port,
    ...(net.isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
    minVersion: 'TLSv1.2',
  });
  return socket.setNoDelay(true);
}
