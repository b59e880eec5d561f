/** What one board reports, settled: switches that stand still, the middle of the last looks. Knows no Firmata. */
import type { Board, CellCalibration, SwitchName } from '../../firmware-config/index.ts';
import { openSwitches } from '../firmata/switches.ts';
import type { Clock } from '../ports.ts';
import { ampsOf, celsiusOf, gramsOf, levelSensor, medianOf } from './analog.ts';
import type { BinSenses } from './bin-port.ts';

const SWITCHES = [
  'doorClosed',
  'serviceClosed',
  'beamFree',
  'untampered',
  'smokeFree',
] as const satisfies readonly SwitchName[];

export type Sensor = 'level' | 'cell' | 'temperature' | 'motorCurrent';
const SENSORS = ['level', 'cell', 'temperature', 'motorCurrent'] as const satisfies readonly Sensor[];

/** One wild look among so many moves nothing. */
const LOOKS = 5;

export interface Sensing {
  /** LOW is the good side of every switch. */
  hearSwitch(name: SwitchName, high: boolean): void;
  hearSensor(name: Sensor, adc: number): void;
  /** Undefined until everything has been heard, and every switch has stood still. */
  senses(): BinSenses | undefined;
  /** Resolves when there are senses for the first time since they were forgotten. */
  complete(): Promise<void>;
  /** Since the sensor was heard that has been silent longest. */
  silentMs(): number;
  /** Nothing heard before counts any more. */
  forget(): void;
}

export function openSensing(
  board: Board,
  {
    calibration,
    clock,
    changed,
  }: { readonly calibration: CellCalibration; readonly clock: Clock; readonly changed: () => void },
): Sensing {
  const looks = new Map<Sensor, readonly number[]>();
  const heardAt = new Map<Sensor, number>();
  let complete = Promise.withResolvers<void>();
  let levelMm = levelSensor(board.level);
  let shown: number | undefined;

  const switches = openSwitches<SwitchName>({
    debounceMs: (name) => board.switches[name].debounceMs,
    clock,
    settled: () => told(),
  });
  const told = (): void => {
    if (isComplete()) complete.resolve();
    changed();
  };
  const isComplete = (): boolean =>
    SWITCHES.every((name) => switches.isGood(name) !== undefined) && SENSORS.every((name) => looks.has(name));
  const middle = (name: Sensor): number => medianOf(looks.get(name) ?? []) ?? 0;

  return {
    hearSwitch: switches.hear,
    hearSensor(name, adc) {
      const kept = name === 'motorCurrent' ? 1 : LOOKS; // a door that pinches somebody waits for no middle
      heardAt.set(name, clock.now());
      looks.set(name, [...(looks.get(name) ?? []), adc].slice(-kept));
      if (name === 'level') shown = levelMm(middle('level'), switches.isGood('doorClosed') === true);
      told();
    },
    senses() {
      if (!isComplete()) return undefined;
      const good = (name: SwitchName): boolean => switches.isGood(name) === true;
      const celsius = celsiusOf(middle('temperature'), board.temperature);
      return {
        doorClosed: good('doorClosed'),
        serviceClosed: good('serviceClosed'),
        beamFree: good('beamFree'),
        untampered: good('untampered'),
        smokeFree: good('smokeFree'),
        ...(shown !== undefined && { levelMm: shown }),
        ...(celsius !== undefined && { celsius }),
        motorAmps: ampsOf(middle('motorCurrent'), board.motorCurrent),
        coarseGrams: gramsOf(middle('cell'), board.cell, calibration),
      };
    },
    complete: () => complete.promise,
    silentMs: () => Math.max(...[...heardAt.values()].map((at) => clock.now() - at)),
    forget() {
      complete = Promise.withResolvers();
      heardAt.clear();
      switches.forget();
      looks.clear();
      levelMm = levelSensor(board.level);
      shown = undefined;
    },
  };
}
