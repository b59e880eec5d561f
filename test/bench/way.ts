import type { Act } from '../../kiosk/contract/act.ts';
import type { Screen, ScreenId } from '../../kiosk/contract/screen.ts';
import type { Resident } from '../resident.ts';

/** Screen → what a hand does there, one after the other. */
export type Way = readonly (readonly [ScreenId, Act])[];

/** Goes that way, waiting for each screen, and at home for its devices. */
export async function walk(resident: Resident, way: Way): Promise<void> {
  for (const [id, act] of way) {
    await resident.sees(({ screen }) => screen.id === id && !isDown(screen));
    const outcome = await resident.act(act);
    if (outcome !== 'taken') throw new Error(`${act.do} on ${id}: ${outcome}`);
  }
}

const isDown = (screen: Screen): boolean => screen.id === 'home' && screen.tiles.every(({ working }) => !working);
