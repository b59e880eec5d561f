/** The visit as its panel sees it: a pure projection, whole every time. */
import type { Reading } from '../../edge-agent/index.ts';
import { classifyBloodPressure, classifyGlucose, type Rules } from '../../firmware-config/index.ts';
import type { Language, Saved, Screen, Service, View } from '../contract/screen.ts';
import type { Place, Visit } from './visit-machine.ts';

/** What does not change while the station runs. */
export interface PanelFacts {
  readonly panel: View['panel'];
  readonly languages: readonly Language[];
  readonly station: View['station'];
  readonly demo: boolean;
  /** The self-tests this station offers. */
  readonly selfTest: boolean;
}

export interface Around {
  readonly turn: number;
  readonly clock: View['clock'];
  readonly network: View['network'];
  /** Readings can be saved; otherwise nothing is measured. */
  readonly storeWorks: boolean;
  readonly secondsLeft: number | undefined;
  works(service: Service): boolean;
  declared(service: Service): boolean;
}

const SERVICES: readonly Service[] = ['blood-pressure', 'glucose'];

export const project = (visit: Visit, facts: PanelFacts, around: Around): View => ({
  turn: around.turn,
  screen: screenOf(visit.place, facts, around),
  ...(around.secondsLeft !== undefined && { stillThere: { secondsLeft: around.secondsLeft } }),
  language: visit.language,
  languages: [...facts.languages],
  station: facts.station,
  clock: around.clock,
  network: around.network,
  panel: facts.panel,
  demo: facts.demo,
});

function screenOf(place: Place, facts: PanelFacts, around: Around): Screen {
  if ((place.id === 'idle' || place.id === 'home') && !around.storeWorks) return { id: 'out-of-order' };
  if (place.id !== 'home') return place;
  const offered = facts.selfTest ? SERVICES.filter(around.declared) : [];
  return { id: 'home', tiles: offered.map((service) => ({ service, working: around.works(service) })) };
}

/** The result's screen: numbers, class and level, by the station's rules alone. */
export function resultScreen(rules: Rules, reading: Reading, saved: Saved, time: string): Place {
  if (reading.kind === 'blood-pressure') {
    const { systolicMmHg, diastolicMmHg, pulsePerMin } = reading;
    const { band, level } = classifyBloodPressure(reading, rules.bloodPressure);
    const irregular = reading.flags?.includes('irregular') ?? false;
    const pulse = pulsePerMin === undefined ? {} : { pulsePerMin };
    return { id: 'bp.result', systolicMmHg, diastolicMmHg, ...pulse, irregular, band, level, saved, time };
  }
  const beyond = (['above-range', 'below-range'] as const).find((flag) => reading.flags?.includes(flag));
  const value = reading.mmolPerL === undefined ? {} : { mmolPerL: reading.mmolPerL };
  const side = beyond === undefined ? {} : { beyond };
  const meal = reading.meal === undefined ? {} : { meal: reading.meal };
  const { band, level, low } = classifyGlucose({ ...value, ...side, ...meal }, rules.glucose);
  return { id: 'glu.result', ...value, ...side, ...(band && { band }), low, level, saved, time };
}
