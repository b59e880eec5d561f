/** How one comes by a talker with whom to talk: a wire is opened, who is there is greeted, and the rest is held over it. */
import { type Converser, converser } from './converse.ts';
import { DeviceError } from './domain/device-error.ts';
import type { DeviceEvent } from './domain/event.ts';
import type { Unit } from './domain/memory.ts';
import type { SelfReport } from './domain/self-report.ts';
import type { Driver, Speech } from './drivers/driver.ts';
import type { Clock } from './ports.ts';
import type { ReaderCounters } from './protocols/frame-reader.ts';
import type { Socket, Wire } from './transports/transport.ts';

/** What is to be known of a connection while it lasts. */
export interface Ears {
  readonly tell: (event: DeviceEvent) => void;
  /** The same socket, listened to. */
  readonly tap: (socket: Socket) => Socket;
  /** What the device says of itself. */
  readonly note: (report: SelfReport) => void;
  /** A whole frame has come. */
  readonly framed: () => void;
  /** Any bytes at all have come. */
  readonly heard: () => void;
  /** Who talks from now on. */
  readonly talking: (talker: Pick<Converser<unknown>, 'nudge' | 'turns'>) => void;
  /** Whose frames count. */
  readonly counting: (counters: Readonly<ReaderCounters>) => void;
}

/** Of who wants to know nothing but whether one can be met. */
export const NO_EARS: Ears = {
  tell() {},
  tap: (socket) => socket,
  note() {},
  framed() {},
  heard() {},
  talking() {},
  counting() {},
};

/** What one does with somebody who has been greeted. Once it is over, the wire is let go. */
export type Met<T> = <F>(driver: Driver, talker: Converser<F>, speech: Speech<F>, unit: Unit) => Promise<T>;

/** One connection from its beginning to its end. Rejects with a DeviceError when nobody is there whom it wants. */
export type Meeting = <T>(ears: Ears, stopped: AbortSignal, met: Met<T>) => Promise<T>;

/** With one whose driver is known. */
export const declared =
  ({ driver, socket, clock }: { readonly driver: Driver; readonly socket: Socket; readonly clock: Clock }): Meeting =>
  (ears, stopped, met) =>
    driver.speak(async <F>(speech: Speech<F>) => {
      let wire: Wire | undefined;
      const talker = converser<F>({
        language: speech.language,
        clock,
        write: (bytes) => (wire ? wire.write(bytes) : Promise.reject(new DeviceError('wire', 'not open yet'))),
        tell: ears.tell,
        note: ears.note,
        framed: ears.framed,
      });
      wire = await ears.tap(socket).open({
        chunk(bytes) {
          ears.heard();
          talker.hear(bytes);
        },
        gone: talker.gone,
      });
      try {
        ears.talking(talker);
        ears.counting(talker.counters);
        return await met(driver, talker, speech, await talker.converse(speech.greet, stopped));
      } finally {
        await wire.close();
      }
    });
