/** What was found in a meter's memory, for whichever test: shown, and asked about, or left where it is. Pure. */
import { type FromMemory, go, type Offer, type Place, type Step, stay, type Visit } from './visit.ts';

/** Why there is nothing to ask about. */
export type NothingFound = Extract<FromMemory, { found: 'none' | 'several' | 'control' | 'unclear' }>;

export interface Telling {
  /** The screen that wants the meter on its cable, where that is the one that shows. */
  readonly plug: ((isBeingRead: boolean) => Place) | undefined;
  /** Asks whose it is; undefined: it is of another test. */
  readonly yours: (offer: Offer) => Place | undefined;
  readonly nothing: (found: NothingFound) => Step;
}

export function remembered(visit: Visit, event: FromMemory, { plug, yours, nothing }: Telling): Step {
  switch (event.found) {
    case 'one': {
      const place = yours(event.offer);
      return place ? go({ ...visit, offer: event.offer }, place) : stay(visit);
    }
    case 'none': // a meter that has been on its cable all the time has nothing new yet
      if (!plug) return stay(visit);
      return event.fresh ? nothing(event) : go(visit, plug(false));
    case 'reading':
    case 'failed':
      return plug ? go(visit, plug(event.found === 'reading')) : stay(visit);
    default:
      return nothing(event);
  }
}

/** It was asked whose it is. Only a clear yes takes what the meter remembers; undefined: that was no answer. */
export function whoseAnswer(act: { readonly do: string }): 'mine' | 'not mine' | undefined {
  if (act.do === 'mine') return 'mine';
  return act.do === 'not-mine' || act.do === 'back' ? 'not mine' : undefined;
}
