import type { DeviceEvent } from '../../edge-agent/devices.ts';

/** A line of `yike read` and `yike replay`. What the screens alone need to know of a rejection is none of theirs. */
export const printEvent = (event: DeviceEvent): void => {
  const line = event.event === 'rejected' ? { event: event.event, reason: event.reason } : event;
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
