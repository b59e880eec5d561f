/**
 * Wires over TCP: the bytes of a serial line, as a device server passes them on, or HID reports, each behind its length in
 * two bytes, big-endian. And the device's end of such a wire.
 */
import { createServer, type Server, type Socket as TcpStream, connect as tcpConnect } from 'node:net';
import { DeviceError } from '../domain/device-error.ts';
import type { CableEnd } from './pipe.ts';
import type { Socket, Wire, WireListener } from './transport.ts';

export type Carried = 'bytes' | 'reports';

const CONNECTED_WITHIN_MS = 5000;
const TAKEN_WITHIN_MS = 1000;
/** A peer that is switched off says nothing: it is asked for after so long a silence. */
const ALIVE_AFTER_MS = 10_000;
/** No HID report is longer; a length beyond it is no length. */
const LONGEST_REPORT = 4096;
const LENGTH_BYTES = 2;

export const tcpSocket = (host: string, port: number, carries: Carried): Socket => ({
  name: `${host}:${port}`,
  open: (listener) => openTcp(host, port, carries, listener),
});

async function openTcp(host: string, port: number, carries: Carried, listener: WireListener): Promise<Wire> {
  const stream = tcpConnect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: ALIVE_AFTER_MS });
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(limit);
      stream.destroy();
      reject(new DeviceError('wire', `${host}:${port} cannot be reached: ${why}`));
    };
    const limit = setTimeout(fail, CONNECTED_WITHIN_MS, 'no answer');
    stream.once('error', (error) => fail(error.message));
    stream.once('connect', () => {
      clearTimeout(limit);
      resolve();
    });
  });
  let over = false;
  const close = async (): Promise<void> => {
    over = true;
    stream.destroy();
  };
  const lost = (why: string): void => {
    if (over) return;
    void close();
    listener.gone(why);
  };
  stream.on('error', () => lost('the connection failed'));
  stream.on('close', () => lost('the connection ended'));
  const take = taker(carries, (chunk) => over || listener.chunk(chunk));
  stream.on('data', (bytes) => take(bytes) || lost('what comes is no HID report'));
  return {
    async write(bytes) {
      if (over) throw new DeviceError('wire', 'the connection is closed');
      await written(stream, wrapped(carries, bytes));
    },
    close,
  };
}

function written(stream: TcpStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new DeviceError('wire', 'the connection took no bytes')), TAKEN_WITHIN_MS);
    stream.write(bytes, (error) => {
      clearTimeout(limit);
      if (error) reject(new DeviceError('wire', 'the connection refused the bytes'));
      else resolve();
    });
  });
}

function wrapped(carries: Carried, bytes: Uint8Array): Uint8Array {
  if (carries === 'bytes') return bytes;
  const report = new Uint8Array(LENGTH_BYTES + bytes.length);
  report.set([bytes.length >> 8, bytes.length & 0xff]);
  report.set(bytes, LENGTH_BYTES);
  return report;
}

/** Hands on what arrives, reports whole; false when it can be none. */
function taker(carries: Carried, chunk: (bytes: Uint8Array) => void): (bytes: Uint8Array) => boolean {
  let held = Buffer.alloc(0);
  return (bytes) => {
    if (carries === 'bytes') {
      chunk(new Uint8Array(bytes));
      return true;
    }
    held = Buffer.concat([held, bytes]);
    while (held.length >= LENGTH_BYTES) {
      const length = held.readUInt16BE(0);
      if (length === 0 || length > LONGEST_REPORT) return false;
      const end = LENGTH_BYTES + length;
      if (held.length < end) return true;
      const report = new Uint8Array(held.subarray(LENGTH_BYTES, end));
      held = held.subarray(end);
      chunk(report);
    }
    return true;
  };
}

/** A port of this machine alone, where one host at a time reaches the device. Port 0: whichever is free. Rejects as `listen` does. */
export async function tcpCable(
  wanted: number,
  carries: Carried,
  heard: (bytes: Uint8Array) => void,
): Promise<CableEnd & { readonly port: number }> {
  let host: TcpStream | undefined;
  let server: Server | undefined;
  let port = wanted;

  const plug = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (server) {
        resolve();
        return;
      }
      const opened = createServer({ noDelay: true }, (stream) => {
        stream.on('error', () => {}); // it went: `close` follows
        if (host) {
          stream.destroy();
          return;
        }
        host = stream;
        stream.once('close', () => {
          if (host === stream) host = undefined;
        });
        const take = taker(carries, heard);
        stream.on('data', (bytes) => take(bytes) || stream.destroy());
      });
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', () => {
        const address = opened.address();
        if (typeof address === 'object' && address) port = address.port;
        server = opened;
        resolve();
      });
    });
  const unplug = async (): Promise<void> => {
    const old = server;
    server = undefined;
    const closed = new Promise<void>((resolve) => (old ? old.close(() => resolve()) : resolve()));
    host?.destroy();
    await closed;
  };
  await plug();
  return { port, say: (bytes) => void host?.write(wrapped(carries, bytes)), plug, unplug, close: unplug };
}
