/** The page as a function of the last view and the state of the link. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { screenChanged } from '../parts/press.ts';
import { act } from './api.ts';
import { link, view } from './live.ts';
import { fitPanel } from './panel.ts';
import { sayIn } from './say.ts';
import type { Around } from './screen-props.ts';
import { LostLink } from './screens/LostLink.tsx';
import { Starting } from './screens/Starting.tsx';
import { StillThere } from './screens/StillThere.tsx';
import { VisitScreen } from './screens/VisitScreen.tsx';

export function Touch() {
  const now = view.value;
  const [said, setSaid] = useState('');
  const lost = link.value !== 'live';
  const shown = now === undefined ? 'starting' : lost ? 'lost' : now.stillThere ? 'still-there' : now.screen.id;

  useLayoutEffect(() => {
    if (now) fitPanel(now);
  }, [now?.panel.diagonalInch, now?.panel.widthPx, now?.panel.heightPx, now?.textSize]);
  useLayoutEffect(() => {
    if (now) document.documentElement.lang = now.language;
  }, [now?.language]);
  useLayoutEffect(() => {
    screenChanged(performance.now());
    setSaid(document.querySelector('h1')?.textContent ?? '');
  }, [shown, now?.turn]);

  return (
    <div class="panel" data-screen={shown} data-turn={now?.turn}>
      <p class="unseen" role="status">
        {said}
      </p>
      {now === undefined ? <Starting /> : <Shown key={`${shown} ${now.turn}`} around={aroundOf(now)} />}
    </div>
  );
}

const aroundOf = (now: Around['view']): Around => ({
  view: now,
  say: sayIn(now.language),
  act: (what) => act(now, what),
});

function Shown({ around }: { readonly around: Around }) {
  if (link.value !== 'live') return <LostLink {...around} long={link.value === 'lost-long'} />;
  const { stillThere } = around.view;
  return stillThere ? <StillThere {...around} secondsLeft={stillThere.secondsLeft} /> : <VisitScreen {...around} />;
}
