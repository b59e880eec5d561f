/** What comes by itself while a screen stands there: news of the network, a minute, a second, the next pressure. */
import type { Screen, View } from '../../kiosk/contract/screen.ts';

export function whatPasses(view: View): View[] {
  const time = view.clock.time === '14:21' ? '14:22' : '14:21';
  return [
    {
      ...view,
      network: view.network === 'off' ? 'back' : 'off',
      clock: { ...view.clock, time },
      screen: aMomentLater(view.screen),
    },
    view,
  ];
}

function aMomentLater(screen: Screen): Screen {
  if ('secondsLeft' in screen) return { ...screen, secondsLeft: Math.max(0, screen.secondsLeft - 1) };
  if (screen.id === 'bp.measuring') return { ...screen, mmHg: (screen.mmHg ?? 0) + 7 };
  if (screen.id === 'rec.deposit') return { ...screen, grams: (screen.grams ?? 0) + 70 };
  return screen;
}
