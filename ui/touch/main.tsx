import { render } from 'preact';
import { follow, view } from './live.ts';
import { fitPanel } from './panel.ts';
import { Touch } from './Touch.tsx';

// Until the panel is known, the window's shape says which it is.
document.documentElement.dataset.panel = window.innerWidth > window.innerHeight ? 'landscape' : 'portrait';

// A finger that stays, or drags, opens nothing.
for (const gesture of ['contextmenu', 'dragstart', 'selectstart'])
  document.addEventListener(gesture, (event) => event.preventDefault());
window.addEventListener('resize', () => view.value && fitPanel(view.value));

const place = document.getElementById('page');
if (place) render(<Touch />, place);
follow(new URLSearchParams(location.search).get('panel'));
