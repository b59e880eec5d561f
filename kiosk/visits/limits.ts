import type { Place, Visit } from './visit.ts';

const SECOND = 1000;

/** How long the person at a screen is given before being asked whether they are still there; undefined: for ever. */
export function idleLimitMs({ place, behind, textSize }: Visit): number | undefined {
  const limit = limitOf(place, behind);
  // Who needs large letters needs more time.
  return limit !== undefined && textSize > 1 ? 2 * limit : limit;
}

function limitOf(place: Place, behind: Place | undefined): number | undefined {
  switch (place.id) {
    case 'idle':
    case 'bye':
    case 'bp.posture': // these go on by themselves
    case 'bp.rest':
    case 'bp.pause':
    case 'glu.wash':
    case 'glu.wait':
    case 'bp.measuring': // the device is active: the measurement has its own limits
    case 'bp.stopping':
    case 'rec.open': // a door that is open, or opens, is never left alone: the bin has its own limits
    case 'rec.deposit':
    case 'rec.closing':
    case 'rec.weigh':
      return undefined;
    case 'bp.own-button': // live it waits no longer than for one measurement; what is read out later tells nothing of it
      return place.unplug ? 180 * SECOND : undefined;
    case 'home':
      return 45 * SECOND;
    case 'bp.result':
    case 'glu.result':
    case 'rec.points':
      return 120 * SECOND;
    case 'act-now':
      return place.acknowledged ? 120 * SECOND : undefined;
    case 'act-now.call':
      return behind && limitOf(behind, undefined);
    case 'glu.strip': // unpacking and pricking take their time
    case 'glu.drop':
    case 'glu.plug':
    case 'bp.plug':
      return 180 * SECOND;
    default:
      return 60 * SECOND;
  }
}

/** The question 您还在吗 stands so long before the visit ends. */
export const STILL_THERE_MS = 30 * SECOND;
/** The farewell is read so long. */
export const BYE_MS = 3 * SECOND;
/** After STOP, so long for the cuff to be seen empty before the way to open it by hand is shown. */
export const RELEASE_WITHIN_MS = 10 * SECOND;
/** A measurement that no screen watches any more is stopped: its STOP is out of reach. */
export const UNWATCHED_MS = 5 * SECOND;
/** A visit that no screen has shown for so long is over: a page that crashed must not come back to it. */
export const ABANDONED_MS = 20 * SECOND;
