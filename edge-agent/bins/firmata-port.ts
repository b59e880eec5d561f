/**
 * `firmata-bin`: a bin's hardware behind a board that speaks Firmata. A firmware of our own stops a closing door before we can
 * (`yike-bin.ts`).
 */
import type { Board, CellCalibration, SwitchName } from '../../firmware-config/index.ts';
import { DeviceError } from '../domain/device-error.ts';
import { holdBoard } from '../firmata/held-board.ts';
import { MODE } from '../firmata/pins.ts';
import type { Clock, Log } from '../ports.ts';
import type { Socket } from '../transports/transport.ts';
import type { BinPort, BinSenses, DoorDrive } from './bin-port.ts';
import { lockRest } from './lock-rest.ts';
import { channelOf, wiringOf } from './outputs.ts';
import { openSensing, type Sensor } from './sensing.ts';

/** Sensors are reported ten times a second. */
const STALE_MS = 2000;
const RELEASED = { motorSupply: false, door: undefined } as const;

export interface FirmataPortParts {
  readonly deviceId: string;
  readonly socket: Socket;
  readonly board: Board;
  /** Of this bin's own cell; by default the board file's. */
  readonly calibration?: CellCalibration;
  readonly clock: Clock;
  readonly log: Log;
}

export function openFirmataPort({ deviceId, socket, board, calibration, clock, log }: FirmataPortParts): BinPort {
  const sensesListeners = new Set<(senses: BinSenses) => void>();
  const mayPulse = lockRest(board.lockPulse);
  const switchAt = new Map<number, SwitchName>();
  for (const name of ['doorClosed', 'serviceClosed', 'beamFree', 'untampered', 'smokeFree'] as const)
    switchAt.set(board.switches[name].pin, name);
  const sensorAt = new Map<number, Sensor>();
  for (const name of ['level', 'cell', 'temperature', 'motorCurrent'] as const)
    sensorAt.set(channelOf(board[name].pin), name);

  let told = '';
  /** As the door was last told; and whether the board has stopped it since. */
  let driven: DoorDrive = 'released';
  let pinched = false;
  const sensing = openSensing(board, {
    calibration: calibration ?? board.cell.calibration,
    clock,
    changed: () => tellSenses(),
  });

  function sensed(): BinSenses | undefined {
    const senses = held.life() && sensing.senses();
    return senses && pinched ? { ...senses, pinched } : senses;
  }

  function tellSenses(): void {
    const senses = sensed();
    if (!senses) return;
    const text = JSON.stringify(senses);
    if (text === told && held.life()?.wish().door === undefined) return; // who watches a moving door counts looks
    told = text;
    for (const listener of sensesListeners) listener(senses);
  }

  /** One that is told to open by now has nothing to stop. */
  function stoppedByBoard(): void {
    if (driven !== 'closed') return;
    driven = 'released';
    pinched = true;
    held
      .life()
      ?.change(RELEASED)
      .catch(() => {}); // it is so already: what differs is found
    tellSenses();
  }

  const held = holdBoard({
    deviceId,
    socket,
    wiring: wiringOf(board),
    inputs: {
      complete: sensing.complete,
      isStale: () => sensing.silentMs() > STALE_MS,
      forget: sensing.forget,
    },
    needs: [{ pin: board.door.pin, modes: [MODE.servo] }],
    digital(pin, high) {
      const name = switchAt.get(pin);
      if (name) sensing.hearSwitch(name, high);
    },
    analog(channel, adc) {
      const name = sensorAt.get(channel);
      if (name) sensing.hearSensor(name, adc);
    },
    pinched: stoppedByBoard,
    clock,
    log,
  });
  held.onBoard(() => {
    told = '';
    driven = 'released';
    pinched = false;
  });

  return {
    senses: sensed,
    onSenses(listener) {
      sensesListeners.add(listener);
      return () => sensesListeners.delete(listener);
    },
    onBoard: held.onBoard,
    async pulseLock() {
      const { change, changeAt } = held.alive();
      const start = clock.now();
      if (!mayPulse(start)) throw new DeviceError('unavailable', 'the lock has to rest');
      // It ends when its time has come, whatever becomes of the answer: a coil that is held burns out.
      await Promise.all([change({ lock: true }), changeAt(start + board.lockPulse.ms, { lock: false })]);
    },
    async drive(door) {
      const { openDegrees, closedDegrees } = board.door;
      const target = door === 'open' ? openDegrees : closedDegrees;
      const { change } = held.alive();
      driven = door;
      pinched = false;
      await change(door === 'released' ? RELEASED : { motorSupply: true, door: target });
    },
    async show({ red, green }) {
      await held.alive().change({ redLamp: red, greenLamp: green });
    },
    async buzz(on) {
      await held.alive().change({ buzzer: on });
    },
    close: held.close,
  };
}
