import { render } from 'preact';
import { Console } from './Console.tsx';
import { startRouter } from './router.ts';
import { whoAmI } from './session.ts';
import { startClock } from './time.ts';

startRouter();
startClock();
const place = document.getElementById('page');
if (place) render(<Console />, place);
void whoAmI();
