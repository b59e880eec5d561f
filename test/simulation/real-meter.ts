/** On some days the meter is none of the simulation's own: the product's simulated PC-600, with the real driver before it. */
import { converser } from '../../edge-agent/converse.ts';
import { creativePc } from '../../edge-agent/drivers/creative-pc.ts';
import { creativeSimulator } from '../../edge-agent/simulators/creative.ts';
import type { Press, Simulation } from '../../edge-agent/simulators/simulator.ts';
import { openCable } from './cable.ts';
import { type DeviceParts, METER_MS, type Meter } from './devices.ts';
import { beginLife } from './life.ts';

/** It measures blood pressure too; here it is asked for sugars alone. */
const driver = { ...creativePc, provides: ['glucose'] } as const;

export function openRealMeter(deviceId: string, { scheduler, dice, faults }: DeviceParts): Meter {
  const { clock } = beginLife(scheduler, scheduler, dice); // the device's own, which nobody kills
  const meter = creativeSimulator().power(<F>(simulation: Simulation<F>) => {
    const inside = converser<F | Press>({
      language: simulation.language,
      clock,
      write: async (bytes) => cable.say(bytes),
      tell: () => {},
    });
    void inside.converse<void>(simulation.live);
    return { hear: inside.hear, put: (press: Press) => inside.put(press) };
  });
  const cable = openCable({ name: deviceId, scheduler, dice, faults, heard: (bytes) => meter.hear(bytes) });
  faults.nowAndThen('unplugged', 2, () => cable.unplug(faults.dice('unplugged').wait(60_000)));
  faults.nowAndThen('mute device', 4, () => cable.mute(faults.dice('mute device').wait(20_000)));
  return {
    deviceId,
    parts: 10,
    placeOf: (life) => ({ deviceId, driver, socket: cable.socketOf(life) }),
    heal: cable.heal,
    drop(mark) {
      scheduler.after(dice.between(...METER_MS), () => {
        scheduler.stir();
        meter.put({ press: 'take glucose', mmolPerL: mark });
      });
    },
  };
}
