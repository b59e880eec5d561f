/** How much happens at all stations together, station after station, in steps of some milliseconds. */
import type { SimulatedStation } from './station.ts';

/** Each per second, over all stations. Heartbeats come on top, one a minute from each. */
export interface Pace {
  readonly events: number;
  readonly deviceStates: number;
  readonly alarms: number;
}

const STEP_MS = 20;

export function pacemaker(stations: readonly SimulatedStation[]) {
  let timer: NodeJS.Timeout | undefined;
  const at = { events: 0, deviceStates: 0, alarms: 0 };
  const each = (what: keyof Pace, act: (station: SimulatedStation) => void): void => {
    const station = stations[at[what]++ % stations.length];
    if (station) act(station);
  };
  const rest = (): void => clearInterval(timer);
  return {
    play(pace: Pace): void {
      rest();
      const began = performance.now();
      const done = { events: 0, deviceStates: 0, alarms: 0 };
      const catchUp = (what: keyof Pace, act: (station: SimulatedStation) => void): void => {
        const due = Math.floor((pace[what] * (performance.now() - began)) / 1000);
        for (; done[what] < due; done[what]++) each(what, act);
      };
      timer = setInterval(() => {
        catchUp('events', (station) => station.happens(Date.now()));
        catchUp('deviceStates', (station) => station.deviceChanges());
        catchUp('alarms', (station) => station.alarmChanges());
      }, STEP_MS);
    },
    rest,
    /** What would have happened in so long before now, at once; each event has its own moment. */
    pileUp(ms: number, eventsPerSecond: number, nowMs: number): void {
      const count = Math.round((ms / 1000) * eventsPerSecond);
      for (let i = 0; i < count; i++)
        each('events', (station) => station.happens(nowMs - ms + Math.floor((i * ms) / count)));
    },
  };
}
