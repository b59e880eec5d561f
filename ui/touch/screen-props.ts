import type { Act } from '../../kiosk/contract/act.ts';
import type { Screen, ScreenId, View } from '../../kiosk/contract/screen.ts';
import type { Say } from './say.ts';

/** What every screen is a function of. */
export interface Around {
  readonly view: View;
  readonly say: Say;
  /** Resolves when the station has answered. */
  readonly act: (act: Act) => Promise<void>;
}

export interface ScreenProps<Id extends ScreenId> extends Around {
  readonly screen: Extract<Screen, { id: Id }>;
}
