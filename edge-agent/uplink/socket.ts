import net from 'node:net';
import tls from 'node:tls';

/** What the way to the broker needs that must not stand in the station file itself: contents, PEM. */
export interface UplinkSecrets {
  readonly ca?: string | Buffer;
  readonly certificate?: string | Buffer;
  readonly key?: string | Buffer;
}

/** `mqtt://host:port` or `mqtts://host:port`; anything else throws a RangeError that does not repeat it. */
export function brokerAddress(url: string): { readonly host: string; readonly port: number; readonly secure: boolean } {
  const parsed = URL.parse(url);
  if (!parsed?.hostname || (parsed.protocol !== 'mqtt:' && parsed.protocol !== 'mqtts:')) {
    throw new RangeError('the platform url is not mqtt://host:port or mqtts://host:port');
  }
  const secure = parsed.protocol === 'mqtts:';
  return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: Number(parsed.port || (secure ? 8883 : 1883)), secure };
}

/**
 * Our own sockets rather than the MQTT package's: it lets an environment variable put a proxy in between. With TLS
 * nothing is sent before the broker's certificate and name are proved. `noDelay`: a window that leaves in one write would
 * otherwise wait for the broker's kernel, and the broker's acknowledgements for ours, 40 ms at a time.
 */
export function brokerSocket(url: string, { ca, certificate, key }: UplinkSecrets): net.Socket {
  const { host, port, secure } = brokerAddress(url);
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

/** TLS is wanted on it, and the broker has not proved yet who it is. */
export const unproved = (stream: unknown): boolean => stream instanceof tls.TLSSocket && !stream.authorized;
