/** A cuff and a meter at the byte edge. They outlive the station's process, and say what they found to whoever listens. */
import type { DevicePlace } from '../../edge-agent/index.ts';
import { concat } from '../../edge-agent/protocols/bytes.ts';
import { frameReader } from '../../edge-agent/protocols/frame-reader.ts';
import { type Cable, openCable } from './cable.ts';
import type { Faults } from './faults.ts';
import type { Mark } from './history.ts';
import type { Life } from './life.ts';
import type { Dice } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import * as tiny from './tiny-language.ts';

/** A simulated device. Another kind of device is another module that gives one of these. */
export interface SimDevice {
  readonly deviceId: string;
  /** It writes a value in such parts of its unit. */
  readonly parts: 10 | 10_000;
  placeOf(life: Life): DevicePlace;
  heal(): void;
}

export interface Cuff extends SimDevice {
  /** Whose arm is in it when it starts; nobody's: there is nothing to find. */
  wear(begun: (() => Mark) | undefined): void;
}

export interface Meter extends SimDevice {
  /** A drop on the strip: the result comes by itself. */
  drop(mark: Mark): void;
}

export interface DeviceParts {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly faults: Faults;
}

const PUMP_EVERY_MS = 2000;
const PUMPED_MMHG = [60, 110, 160, 130, 90, 50, 5];
/** From the drop to the result: a meter's maker says five seconds and means eight. */
export const METER_MS = [5000, 8000] as const;
/** Held up so long, a result still comes before anybody else can have been asked for a strip. */
const LATEST_MS = 7000;

export function openCuff(deviceId: string, { scheduler, dice, faults }: DeviceParts): Cuff {
  let arm: (() => Mark) | undefined;
  let measurement = 0;
  const cable = openDeviceCable(deviceId, { scheduler, dice, faults }, (kind) => {
    if (kind === tiny.STOP) measurement++;
    if (kind === tiny.START) start(++measurement);
  });
  const start = (mine: number): void => {
    const mark = arm?.();
    PUMPED_MMHG.forEach((mmHg, index) => {
      scheduler.after((index + 1) * PUMP_EVERY_MS, () => mine === measurement && cable.say(tiny.pressureFrame(mmHg)));
    });
    scheduler.after((PUMPED_MMHG.length + 1) * PUMP_EVERY_MS, () => {
      if (mine !== measurement) return;
      cable.say(mark === undefined ? tiny.frame(tiny.FAILURE) : tiny.resultFrame(mark, 60 + dice.below(20), 70));
    });
  };
  return {
    deviceId,
    parts: 10_000,
    placeOf: (life) => ({ deviceId, driver: tiny.tinyCuff, socket: cable.socketOf(life) }),
    heal: cable.heal,
    wear(begun) {
      arm = begun;
    },
  };
}

export function openMeter(deviceId: string, { scheduler, dice, faults }: DeviceParts): Meter {
  const cable = openDeviceCable(deviceId, { scheduler, dice, faults }, (kind) => {
    if (kind !== tiny.HELLO || !faults.strikes('stored history', 0.5)) return;
    const stored = Array.from({ length: 5 }, () => tiny.glucoseFrame(5 + dice.fraction(), tiny.STORED));
    cable.say(concat(...stored));
  });
  return {
    deviceId,
    parts: 10_000,
    placeOf: (life) => ({ deviceId, driver: tiny.tinyMeter, socket: cable.socketOf(life) }),
    heal: cable.heal,
    drop(mark) {
      scheduler.after(dice.between(...METER_MS), () => {
        const late = faults.strikes('late frame', 0.1) ? faults.dice('late frame').between(500, LATEST_MS) : 0;
        cable.say(tiny.glucoseFrame(mark), late);
      });
    },
  };
}

function openDeviceCable(name: string, { scheduler, dice, faults }: DeviceParts, wants: (kind: number) => void): Cable {
  const reader = frameReader(tiny.tinyLanguage, () => {});
  const cable = openCable({
    name,
    scheduler,
    dice,
    faults,
    heard(bytes) {
      reader.take(bytes);
      for (let heard = reader.next(); heard; heard = reader.next()) {
        cable.say(tiny.frame(heard.kind)); // it says each wish again, and does it then
        wants(heard.kind);
      }
    },
  });
  faults.nowAndThen('unplugged', 2, () => cable.unplug(faults.dice('unplugged').wait(60_000)));
  faults.nowAndThen('mute device', 4, () => cable.mute(faults.dice('mute device').wait(20_000)));
  faults.nowAndThen('babble', 3, () => {
    for (let burst = 0; burst < 20; burst++)
      scheduler.after(burst * 200, () => cable.say(faults.dice('babble').bytes(200)));
  });
  return cable;
}
