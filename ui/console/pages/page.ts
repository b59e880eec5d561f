import type { Board } from '../../../fleet/contract/board.ts';
import type { Me } from '../../../fleet/contract/session.ts';
import type { Asked } from '../asked.ts';

/** What every page is given: who reads it, and the city with its names. */
export interface PageProps {
  readonly me: Me;
  readonly city: Asked<Board>;
  /** The district that is looked at; empty: all that this person may see. */
  readonly district: string;
}
