/** `firmata-bin`: a bin's hardware behind a board that speaks Firmata. */
import type { Board, CellCalibration, SwitchName } from '../../firmware-config/index.ts';
import { DeviceError } from '../domain/device-error.ts';
import { holdBoard } from '../firmata/held-board.ts';
import { MODE } from '../firmata/pins.ts';
import type { Clock, Log } from '../ports.ts';
import type { Socket } from '../transports/transport.ts';
import type { BinPort, BinSenses } from './bin-port.ts';
import { lockRest } from './lock-rest.ts';
import { channelOf, wiringOf } from './outputs.ts';
import { openSensing, type Sensor } from './sensing.ts';

/** Sensors are reported ten times a second. */
const STALE_MS = 2000;

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
  const sensing = openSensing(board, {
    calibration: calibration ?? board.cell.calibration,
    clock,
    changed() {
      const senses = sensing.senses();
      const life = held.life();
      if (!senses || !life) return;
      const text = JSON.stringify(senses);
      if (text === told && life.wish().door === undefined) return; // who watches a moving door counts looks
      told = text;
      for (const listener of sensesListeners) listener(senses);
    },
  });

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
    clock,
    log,
  });
  held.onBoard(() => {
    told = '';
  });

  return {
    senses: () => (held.life() ? sensing.senses() : undefined),
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
      const released = door === 'released';
      await held.alive().change({ motorSupply: !released, door: released ? undefined : target });
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
