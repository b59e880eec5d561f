/** A CP2110 bridge with a meter's line behind it, at the level of its reports and feature reports. */
import type { ListedHid } from '../edge-agent/transports/node-hid.ts';
import { aHidDevice } from './a-hid-device.ts';

export const bridge: ListedHid = { path: '/dev/hidraw0', vendorId: 0x10c4, productId: 0xea80 };

export function aCp2110() {
  const hid = aHidDevice();
  const settings: string[] = [];
  const line = { on: false, fifo: [] as number[] };
  hid.script.listed = [bridge];
  hid.script.setting = (report) => {
    const hex = Buffer.from(report).toString('hex');
    settings.push(hex);
    if (hex === '4101') line.on = true;
    else if (hex === '4303') line.fifo = [];
    else if (!/^50[0-9a-f]{8}0[0-2]0[01]0[0-3]0[01]$/.test(hex))
      throw new Error('ioctl (SFEATURE): Input/output error');
  };
  return {
    hid,
    /** What it was told, in order, hexadecimal. */
    settings,
    line,
    /** The meter's bytes on the line, so many of them in each report; nobody hears them while the line is off. */
    meterSays(bytes: readonly number[], inEach = 63): void {
      if (!line.on) return;
      for (let at = 0; at < bytes.length; at += inEach) {
        const part = bytes.slice(at, at + inEach);
        hid.say(part.length, ...part);
      }
    },
  };
}
