/** What stands around the panels of a station: who presses a call button is heard by staff, and sees and hears that they are. */
import type { Alarms, SignalsAlarmCode } from './alarms.ts';
import type { DeviceStatus } from './health.ts';
import type { Cancel, Clock } from './ports.ts';
import { openCallButton } from './signals/call-button.ts';
import { openPresence } from './signals/presence.ts';
import type { SignalsPort, SignalsSenses } from './signals/signals-port.ts';
import type { OtherDevice } from './states.ts';

/** A line of the station file that stands around a panel, with its hardware found. */
export interface SignalsPlace {
  readonly deviceId: string;
  readonly port: SignalsPort;
  readonly driver: { readonly id: string; readonly models: readonly string[] };
}

export interface Signals {
  statuses(): readonly { readonly deviceId: string; readonly status: DeviceStatus }[];
}

export interface SignalsParts {
  readonly places: readonly SignalsPlace[];
  readonly alarm: Alarms['set'];
  readonly clock: Clock;
}

/** Who has not been found by then is away. */
const FOUND_WITHIN_MS = 10_000;

/** A short one: somebody is heard, or has held it for long enough. Two: the call is cleared. */
const BEEPS = { called: 1, heard: 1, 'let-go': 1, cleared: 2 } as const;

/** A board that refuses or does not hear is set up anew: its lamp is lit then. */
const notNow = (): void => {};

type OneOfThem = OtherDevice & { status(): DeviceStatus; close(): Promise<void> };

export function openSignals({ places, ...parts }: SignalsParts): Signals & {
  readonly devices: readonly OtherDevice[];
  close(): Promise<void>;
} {
  const devices = places.map((place) => openOne(place, parts));
  return {
    devices,
    statuses: () => devices.map(({ deviceId, status }) => ({ deviceId, status: status() })),
    async close() {
      await Promise.all(devices.map(({ close }) => close()));
    },
  };
}

function openOne({ deviceId, port, driver }: SignalsPlace, { alarm, clock }: Omit<SignalsParts, 'places'>): OneOfThem {
  const listeners = new Set<() => void>();
  let board: 'unknown' | 'here' | 'away' = 'unknown';
  let lit = false;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const call = (code: SignalsAlarmCode, raised: boolean): void => alarm({ deviceId, code, raised });
  const button = openCallButton(clock, (told) => {
    if (told === 'stuck' || told === 'mended') call('button-stuck', told === 'stuck');
    else if (button.is() !== 'stuck') port.beep(BEEPS[told]).catch(notNow);
    if (told === 'called' || told === 'cleared') {
      call('call', told === 'called');
      light();
    }
    changed();
  });

  function light(): void {
    const on = button.called();
    const shown = (): void => {
      lit = on;
      changed();
    };
    port.lamp(on).then(shown).catch(notNow);
  }

  const presence = openPresence(clock, changed);
  const feel = ({ pressed, somebody }: SignalsSenses): void => {
    button.feel(pressed);
    presence.feel(somebody);
    changed();
  };
  const late = clock.at(clock.now() + FOUND_WITHIN_MS, () => {
    if (board !== 'unknown') return;
    board = 'away';
    changed();
  });
  const cancels: Cancel[] = [
    late,
    presence.close,
    button.forget,
    port.onSenses(feel),
    port.onBoard((news) => {
      board = news === 'ready' ? 'here' : 'away';
      lit = false;
      button.forget();
      presence.forget();
      const senses = port.senses();
      if (senses) feel(senses);
      if (board === 'here' && button.called()) light();
      changed();
    }),
  ];

  const status = (): DeviceStatus => {
    if (board !== 'here') return board === 'away' ? 'down' : 'unknown';
    return [button.is(), presence.is()].includes('stuck') ? 'warning' : 'ok';
  };
  return {
    deviceId,
    status,
    state() {
      const [pressed, there] = [button.is(), presence.is()];
      return {
        status: status(),
        driver: driver.id,
        model: driver.models[0],
        call: button.called(),
        lamp: lit,
        ...(pressed && { button: pressed }),
        ...(there && { presence: there }),
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const cancel of cancels) cancel();
      await port.close();
    },
  };
}
