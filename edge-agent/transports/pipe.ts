import { DeviceError } from '../domain/device-error.ts';
import type { Socket, Wire, WireListener } from './transport.ts';

/** The device's end of a cable: what a simulated device is plugged into. */
export interface CableEnd {
  /** To the host; lost when no host listens. */
  say(bytes: Uint8Array): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/** A cable inside this process, for machines where no pty can be made. Bytes arrive in a later turn, as on a real wire. */
export function pipe(name: string, heard: (bytes: Uint8Array) => void): CableEnd & { readonly socket: Socket } {
  let host: WireListener | undefined;
  let plugged = true;
  const drop = (why: string): void => {
    const listener = host;
    host = undefined;
    listener?.gone(why);
  };
  const socket: Socket = {
    name,
    async open(listener): Promise<Wire> {
      if (!plugged) throw new DeviceError('wire', `${name} is not there: plug the device in`);
      if (host) throw new DeviceError('wire', `${name} is in use`);
      host = listener;
      return {
        async write(bytes) {
          if (host !== listener) throw new DeviceError('wire', 'the cable is out');
          setImmediate(heard, bytes.slice());
        },
        async close() {
          if (host === listener) host = undefined;
        },
      };
    },
  };
  return {
    socket,
    say(bytes) {
      const listener = host;
      setImmediate(() => {
        if (host === listener) listener?.chunk(bytes.slice());
      });
    },
    async unplug() {
      plugged = false;
      drop('unplugged');
    },
    async plug() {
      plugged = true;
    },
    async close() {
      drop('closed');
    },
  };
}
