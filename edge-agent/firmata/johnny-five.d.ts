/**
 * What of johnny-five 2.1.0 and firmata-io 2.3.0 is used here, read in their sources. The published types of johnny-five are
 * wider, leave its `io` untyped, and firmata-io has none.
 */
declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events';
  export interface FirmataPin {
    readonly supportedModes: readonly number[];
    /** By its last answer to a pin-state query, or as it was last set by us. */
    readonly mode: number;
    readonly state: number;
  }
  export interface Transport extends EventEmitter {
    write(bytes: Uint8Array, done: () => void): void;
  }
  export class Firmata extends EventEmitter {
    constructor(transport: Transport, options: { readonly reportVersionTimeout: number });
    readonly pins: readonly FirmataPin[];
    readonly version: { readonly major?: number; readonly minor?: number };
    readonly firmware: { readonly name?: string };
    readonly reportVersionTimeoutId: NodeJS.Timeout;
    reportVersion(heard: () => void): void;
    queryFirmware(heard: () => void): void;
    queryCapabilities(heard: () => void): void;
    /** Both of a table that all boards share; the first throws where something is there. `this`: the board that heard it. */
    sysexResponse(id: number, heard: (this: Firmata, data: readonly number[]) => void): void;
    clearSysexResponse(id: number): void;
  }
  const firmata: { readonly Firmata: typeof Firmata };
  export default firmata;
}

declare module 'johnny-five' {
  import type { EventEmitter } from 'node:events';
  import type { Firmata } from 'firmata-io';
  export class Board extends EventEmitter {
    constructor(options: {
      readonly io: Firmata;
      readonly repl: false;
      readonly debug: false;
      readonly sigint: false;
    });
    /** Kept for ever in a list of the module's own: what hangs on it must be taken off. */
    io: Firmata | null;
    transport: object | null;
    pins: object | null;
    readonly MODES: { readonly INPUT: number };
    queryPinState(pin: number, heard: () => void): void;
  }
  const five: { readonly Board: typeof Board };
  export default five;
}
