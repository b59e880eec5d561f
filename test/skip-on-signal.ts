/**
 * Loaded before the product (`--import`): at SIGUSR2 its clocks leap by as many milliseconds as the file SKIP_FILE says, and
 * the simulated monitors pump as fast as SIMULATOR_STEP_MS says, so that a test need not sit through minutes.
 */
import { readFileSync } from 'node:fs';
import { systemClock } from '../edge-agent/clock.ts';
import { REAL_SPEED } from '../edge-agent/simulators/monitor.ts';
import { aSkippingClock } from './skipping-clock.ts';

const clock = aSkippingClock();
Object.assign(systemClock, clock);
Object.assign(REAL_SPEED, { stepMs: Number(process.env.SIMULATOR_STEP_MS ?? REAL_SPEED.stepMs) });
process.on('SIGUSR2', () => clock.skip(Number(readFileSync(process.env.SKIP_FILE ?? '', 'utf8'))));
