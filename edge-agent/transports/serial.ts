/**
 * Serial wires over serialport 13. Its life cycle has traps, each seen on real adapters: an open port that is never read
 * does not notice an unplug; `close` may come twice; the callback of a write or drain may never come; a port object used
 * again sends what an earlier write left behind. So: `data` is heard from the same tick as the opening, one SerialPort
 * object serves one connection, and every wait has a limit of our own.
 */
import type { SerialPort } from 'serialport';
import { DeviceError } from '../domain/device-error.ts';
import type { SerialSettings, Socket, Wire, WireListener } from './transport.ts';

const WRITE_WITHIN_MS = 1000;

/** A serial port named by its path: give a stable link, not `/dev/ttyUSB0`, whose number changes with each replug. */
export const serialSocket = (path: string, settings: SerialSettings): Socket => ({
  name: path,
  open: (listener) => openSerial(path, settings, listener),
});

async function openSerial(path: string, settings: SerialSettings, listener: WireListener): Promise<Wire> {
  const { SerialPort } = await import('serialport'); // not before: a twin or a list of drivers opens no port
  const port = new SerialPort({ path, ...settings, autoOpen: false });
  let letGo = false;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    letGo = true; // before the port is told: it cancels its polls at once
    closed ??= port.isOpen
      ? new Promise((resolve) => {
          const limit = setTimeout(resolve, WRITE_WITHIN_MS);
          port.close(() => {
            clearTimeout(limit);
            resolve();
          });
        })
      : Promise.resolve();
    return closed;
  };
  const lost = (why: string): void => {
    if (letGo) return;
    void close(); // at once: while a stale handle is open, a replug gets another name
    listener.gone(why);
  };
  port.on('close', () => lost('the port closed'));
  port.on('error', () => lost('the port failed'));
  port.on('data', (chunk: Buffer) => listener.chunk(new Uint8Array(chunk)));
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(new DeviceError('wire', whyNotOpened(path, error))) : resolve()));
  });
  watchForHangUp(port, () => lost('the port hung up'));
  return { write: (bytes) => write(port, bytes), close };
}

/**
 * Between one chunk and the next read nobody polls the port. A cable pulled just then makes every read return nothing at
 * once, which bindings-cpp 13.0.0 (unix-read.js) takes for "not yet": it reads on for ever, a whole core, and the unplug
 * is never told. A poll of our own, armed all the time, is told.
 */
function watchForHangUp({ port }: SerialPort, hungUp: () => void): void {
  if (port && 'poller' in port) port.poller.once('disconnect', hungUp);
}

function write(port: SerialPort, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => reject(new DeviceError('wire', why));
    if (!port.isOpen) return refuse('the port is closed');
    // A loop that has stalled for as long comes to its timers first: what has happened meanwhile is looked at before.
    const limit = setTimeout(() => setImmediate(refuse, 'the port took no bytes'), WRITE_WITHIN_MS);
    port.write(bytes, (error) => {
      clearTimeout(limit);
      if (error) refuse('the port refused the bytes');
      else resolve();
    });
  });
}

/** Says which port, and what to do. */
function whyNotOpened(path: string, error: Error): string {
  const { message } = error;
  if (/permission denied|EACCES/i.test(message))
    return `no permission for ${path}: add the user to group dialout, or a udev rule`;
  if (/cannot lock|resource (busy|temporarily)/i.test(message))
    return `${path} is in use by another program: stop that one first`;
  if (/no such file|ENOENT|no such device/i.test(message)) return `${path} is not there: plug the device in`;
  return `${path} cannot be opened: ${message}`;
}
