import { render } from 'preact';
import { keep } from './asked.ts';
import { Console } from './Console.tsx';
import { place, startRouter } from './router.ts';
import { whoAmI } from './session.ts';
import { askEarly } from './stations/list-answer.ts';
import { startClock } from './time.ts';

startRouter();
/** Ten thousand stations take longest to ask for: they are asked first, and stand in the first picture if they come in time. */
const listed = place.peek().page.name === 'stations' ? askEarly((first) => keep('stations', first, true)) : undefined;
void whoAmI(listed);
startClock();
const root = document.getElementById('page');
if (root) render(<Console />, root);
