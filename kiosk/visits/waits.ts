/** Screens that go on by themselves, and how long each stands: the rules' data. */
import type { Rules } from '../../firmware-config/index.ts';
import type { Place } from './visit.ts';

/** Whole seconds; undefined: this screen waits for a hand or a device. */
export function waitSeconds(place: Place, { bloodPressure, glucose }: Rules): number | undefined {
  const { postureSeconds, restSeconds, shortestRestSeconds, pauseSeconds } = bloodPressure.protocol;
  switch (place.id) {
    case 'bp.posture':
      return postureSeconds;
    case 'bp.rest':
      return place.shortened ? shortestRestSeconds : restSeconds;
    case 'bp.pause':
      return pauseSeconds;
    case 'glu.wash':
      return glucose.protocol.washSeconds;
    case 'glu.wait':
      return glucose.protocol.waitSeconds;
    default:
      return undefined;
  }
}

/** A rest that is shortened began when it began; every other picture begins anew. */
export const goesOnWaiting = (before: Place, after: Place): boolean =>
  before === after || (before.id === 'bp.rest' && after.id === 'bp.rest');
