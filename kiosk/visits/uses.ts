/** What a screen has a device for: whose it is meanwhile, whether its result is awaited, what its memory is read for. Pure. */
import type { ScreenId, Service } from '../contract/screen.ts';
import type { Purpose } from './read-outs.ts';
import type { Visit } from './visit.ts';

interface Uses {
  /** Before that nothing has been measured: what a memory holds there is not this test's. */
  readonly before: readonly ScreenId[];
  /**
   * Where a result is asked for; not earlier: what comes while the hands are washed, or an arm rests, may be the late result
   * of the person before.
   */
  readonly awaits: readonly ScreenId[];
  /** It may be asked for once more from there. */
  readonly after: readonly ScreenId[];
}

const USES: Readonly<Record<Service, Uses>> = {
  'blood-pressure': {
    before: ['bp.ask', 'bp.advice', 'bp.posture', 'bp.cuff', 'bp.rest', 'bp.ready'],
    awaits: ['bp.own-button', 'bp.plug'],
    after: ['bp.yours', 'bp.pause', 'bp.stopped', 'bp.open-cuff', 'bp.problem'],
  },
  glucose: {
    before: ['glu.context', 'glu.wash'],
    awaits: ['glu.strip', 'glu.drop', 'glu.wait', 'glu.plug'],
    after: ['glu.yours', 'glu.problem'],
  },
};
const PLUGS: readonly ScreenId[] = ['bp.plug', 'glu.plug'];
const SERVICES = ['blood-pressure', 'glucose'] as const satisfies readonly Service[];

/** The test whose result is asked for here: what its device says belongs to this visit. */
export const awaitedBy = ({ place }: Pick<Visit, 'place'>): Service | undefined =>
  SERVICES.find((service) => USES[service].awaits.includes(place.id));

/**
 * Whose device has this visit for itself? One with a memory from the beginning of the test, since it is read then, and behind
 * the help as well.
 */
export function heldBy({ place, behind, remembers }: Visit): Service | undefined {
  if (!remembers) return awaitedBy({ place });
  const { id } = behind ?? place;
  return SERVICES.find((service) => {
    const { before, awaits, after } = USES[service];
    return [...before, ...awaits, ...after].includes(id);
  });
}

/** `now`: whether it is new or not. */
export function readsFor({ place, remembers }: Visit): { readonly of: Service; readonly purpose: Purpose } | undefined {
  if (!remembers) return undefined;
  const before = SERVICES.find((service) => USES[service].before.includes(place.id));
  if (before) return { of: before, purpose: 'pass' };
  const of = awaitedBy({ place });
  return of && { of, purpose: PLUGS.includes(place.id) ? 'find now' : 'find' };
}
