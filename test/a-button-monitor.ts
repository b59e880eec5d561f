import { aDevice } from './a-monitor.ts';

/** What a monitor with a button of its own tells when somebody with 138/84/72 presses it, and what was said to it: nothing. */
export async function ownButtonPressed(driverId: string, fault: string) {
  const monitor = aDevice(driverId, { pressed: [`fault ${fault}`] });
  await monitor.ready();
  monitor.press('take 138/84/72');
  await monitor.clock.pass(1000);
  await monitor.close();
  return { told: monitor.told.map(({ at: _, ...event }) => event), sent: monitor.sent };
}
