/**
 * Loaded before the product (`--import`): at SIGUSR2 its clocks leap by as many milliseconds as the file SKIP_FILE says, so
 * that a test need not sit through a rest of minutes.
 */
import { readFileSync } from 'node:fs';
import { systemClock } from '../edge-agent/index.ts';
import { aSkippingClock } from './skipping-clock.ts';

const clock = aSkippingClock();
Object.assign(systemClock, clock);
process.on('SIGUSR2', () => clock.skip(Number(readFileSync(process.env.SKIP_FILE ?? '', 'utf8'))));
