/** A station with one bin over one scale, on a clock that passes by hand: what it lays on its disk outlives its process. */
import { type Bin, openBin } from '../edge-agent/bins/bin.ts';
import type { BinPort } from '../edge-agent/bins/bin-port.ts';
import { type Deposits, openDeposits } from '../edge-agent/deposits/deposits.ts';
import type { Weight } from '../edge-agent/domain/event.ts';
import { armFaultPoints, type FaultPoint } from '../edge-agent/fault-point.ts';
import type { Clock, Log } from '../edge-agent/ports.ts';
import { type BinHardware, openBinHardware } from '../edge-agent/simulators/bin-hardware.ts';
import type { Store } from '../edge-agent/store/store.ts';
import type { Prices } from '../firmware-config/index.ts';
import { anInnerClock, type FakeClock } from './fake-clock.ts';
import { diceOf } from './simulation/random.ts';
import { openSimDisk } from './simulation/sim-disk.ts';

export const PRICES: Prices = { id: 'list-1', pointsPerKg: { paper: 60 }, leastGrams: 20, mostGrams: 30_000 };
const SILENT: Log = { info() {}, warn() {}, error() {} };
const BIN = 'bin-paper';
/** An indicator tells five times a second, in steps of ten grams, and calls stable what has stood still for a second. */
const SCALE = { everyMs: 200, stepGrams: 10, stillMs: 1000 } as const;

export interface Disk {
  open(life: { readonly alive: boolean; readonly clock: Clock }): Store;
  close(): void;
}

/** What lies on the disk is what the simulation's model of one holds. */
export function aSimulatedDisk(refuses: () => boolean = () => false): Disk {
  const dice = diceOf(1, 'disk');
  const disk = openSimDisk({ keepDays: 7, receipts: false, refuses, asked: () => {}, dice });
  const random = { bytes: dice.bytes, fraction: dice.fraction };
  return {
    open: (life) =>
      disk.open({
        ...life,
        random,
        end: () => {},
        get alive() {
          return life.alive;
        },
      }),
    close: disk.close,
  };
}

export interface DepositWorld {
  readonly clock: FakeClock;
  readonly hardware: BinHardware;
  /** Of the process that lives; undefined: none does. */
  readonly station: { readonly bin: Bin; readonly deposits: Deposits; readonly store: Store } | undefined;
  /** The bins that staff are called to, over all processes. */
  readonly forStaff: readonly string[];
  /** With each pulse, how many uses of an authorisation lay on the disk. */
  readonly pulses: readonly { readonly at: number; readonly uses: number }[];
  /** Grams into the bin, as long as its door lets them in. */
  drop(grams: number): boolean;
  /** Somebody presses a key of the indicator. */
  tare(): void;
  unsteady(on: boolean): void;
  kill(): void;
  killAt(point: FaultPoint): void;
  start(): void;
  /** What the disk holds, whether a process lives or not. */
  onDisk(): Store;
  phase(): string | undefined;
  close(): void;
}

export interface DepositWorldParts {
  /** Grams on the scale at first. */
  readonly lies?: number;
  /** Ids are made from here on, so that another process makes others. */
  readonly made?: number;
  /** Something wrong between the station and its store, for a control. */
  readonly between?: (store: Store) => Store;
}

export function aDepositWorld(
  disk: Disk = aSimulatedDisk(),
  { lies = 4200, made = 0, between = (store) => store }: DepositWorldParts = {},
): DepositWorld {
  const clock = anInnerClock();
  const hardware = openBinHardware(clock);
  const forStaff: string[] = [];
  const pulses: { at: number; uses: number }[] = [];
  const weightListeners = new Set<(weight: Weight) => void>();
  let load = lies;
  let zero = 0;
  let movedAt = clock.now();
  let shaking = false;
  let alive = { alive: false };
  let station: DepositWorld['station'];
  let ids = made;

  const tell = (): void => {
    const grams = Math.round((load - zero) / SCALE.stepGrams) * SCALE.stepGrams;
    const stable = !shaking && clock.now() - movedAt >= SCALE.stillMs;
    for (const listener of weightListeners)
      listener({ event: 'weight', grams, stable, ...(zero !== 0 && { net: true }) });
    clock.at(clock.now() + SCALE.everyMs, tell);
  };
  tell();

  /** Looked into by one who lives on. */
  const onDisk = (): Store => disk.open({ alive: true, clock });
  const uses = (): number =>
    onDisk()
      .deposits.unsettled()
      .flatMap(({ steps }) => steps.filter(({ step }) => step.startsWith('pulse'))).length;

  function start(): void {
    if (station) return;
    const life = { alive: true };
    alive = life;
    const mortal: Clock = { ...clock, at: (moment, action) => clock.at(moment, () => life.alive && action()) };
    const command =
      <A extends readonly unknown[]>(act: (...with_: A) => Promise<void>) =>
      (...with_: A): Promise<void> =>
        life.alive ? act(...with_) : new Promise(() => {});
    const port: BinPort = {
      ...hardware.port,
      onSenses: (listener) => hardware.port.onSenses((senses) => life.alive && listener(senses)),
      onBoard: (listener) => hardware.port.onBoard((news) => life.alive && listener(news)),
      drive: command(hardware.port.drive),
      show: command(hardware.port.show),
      buzz: command(hardware.port.buzz),
      pulseLock: command(() => {
        pulses.push({ at: clock.now(), uses: uses() });
        return hardware.port.pulseLock();
      }),
    };
    const store = between(
      disk.open({
        get alive() {
          return life.alive;
        },
        clock: mortal,
      }),
    );
    const bin = openBin({ binId: BIN, port, clock: mortal, log: SILENT });
    const random = {
      bytes: (count: number) => Uint8Array.from({ length: count }, (_, i) => (++ids * 7 + i) & 0xff),
      fraction: () => 0.5,
    };
    const deposits = openDeposits({
      places: [
        {
          bin,
          board: port,
          material: 'paper',
          scaleId: 'scale-1',
          onWeight(listener) {
            const heard = (weight: Weight): void => void (life.alive && listener(weight));
            weightListeners.add(heard);
            return () => weightListeners.delete(heard);
          },
        },
      ],
      prices: PRICES,
      store,
      stationId: 'hut-1',
      timeZone: 'Asia/Shanghai',
      demo: false,
      forStaff: (binId) => void forStaff.push(binId),
      clock: mortal,
      random,
      log: SILENT,
    });
    if (life.alive) station = { bin, deposits, store }; // it may die of what it resumes
  }

  function kill(): void {
    alive.alive = false;
    station = undefined;
  }

  start();
  return {
    clock,
    hardware,
    get station() {
      return station;
    },
    forStaff,
    pulses,
    drop(grams) {
      if (hardware.port.senses()?.doorClosed ?? true) return false;
      load += grams;
      movedAt = clock.now();
      return true;
    },
    tare() {
      zero = zero === 0 ? load : 0;
    },
    unsteady(on) {
      shaking = on;
      movedAt = clock.now();
    },
    kill,
    killAt(point) {
      armFaultPoints((passed) => {
        if (passed !== point) return;
        armFaultPoints();
        kill();
      });
    },
    start,
    onDisk,
    phase: () => station?.deposits.view(BIN)?.phase.id,
    close() {
      armFaultPoints();
      disk.close();
    },
  };
}
