import type { Places } from '../../../fleet/contract/places.ts';
import type { Me } from '../../../fleet/contract/session.ts';

/** What every page is given: who reads it, and what the places are called that they see. */
export interface PageProps {
  readonly me: Me;
  /** Undefined: not known yet. */
  readonly places: Places | undefined;
  /** The district that is looked at; empty: all that this person may see. */
  readonly district: string;
}
