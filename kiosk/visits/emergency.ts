/** The screen that stays until somebody has seen that they must act. Pure. */
import type { Act } from '../contract/act.ts';
import { go, type PlaceAt, type Step, stay, type Visit } from './visit.ts';

type ActNow = PlaceAt<'act-now'>;

/** Shown, with the alarm raised. */
export const emergency = (visit: Visit, facts: Omit<ActNow, 'id' | 'called' | 'acknowledged'>): Step =>
  go(
    visit,
    { id: 'act-now', ...facts, called: false, acknowledged: false },
    { wish: 'alarm', code: 'act-now', raised: true },
  );

/** It stands there, or behind what lies over it, and nobody has acknowledged it. */
export const isCrying = ({ place, behind }: Visit): boolean =>
  [place, behind].some((one) => one?.id === 'act-now' && !one.acknowledged);

/** What a hand does there; undefined: nothing of its own. The first wish to leave only acknowledges. */
export function emergencyAct(visit: Visit, act: Act): Step | undefined {
  const { place } = visit;
  if (place.id === 'act-now.call')
    return ['back', 'done', 'end'].includes(act.do) ? go(without(visit), visit.behind ?? { id: 'home' }) : undefined;
  if (place.id !== 'act-now') return undefined;
  switch (act.do) {
    case 'call-staff':
    case 'help':
      return go(visit, { ...place, called: true }, { wish: 'alarm', code: 'call', raised: true });
    case 'how-to-call':
      return stay({ ...visit, place: { id: 'act-now.call' }, behind: place });
    case 'acknowledge':
    case 'back':
    case 'end':
    case 'done':
      return place.acknowledged ? undefined : go(visit, { ...place, acknowledged: true }, lowered('act-now'));
    default:
      return stay(visit);
  }
}

const lowered = (code: 'act-now' | 'call') => ({ wish: 'alarm', code, raised: false }) as const;

function without(visit: Visit): Visit {
  const { behind: _, ...rest } = visit;
  return rest;
}
