/** Whether a driver may be asked for at a port, and why. An adapter's ids narrow; they never identify a meter. */
import type { DriverFacts, UsbIds } from './drivers/driver.ts';

export interface Claim {
  readonly may: boolean;
  readonly why: string;
}

type Wired = Pick<DriverFacts, 'wire'>;
/** As far as they are known, in lower case: no product means any of that maker's. */
type Known = Partial<UsbIds>;

const text = ({ vendorId = '????', productId = '????' }: Known): string => `${vendorId}:${productId}`;

/** Not contradicted by what is known. */
const isAmong = (usb: readonly UsbIds[], ids: Known): boolean =>
  usb.some(
    ({ vendorId, productId }) => vendorId === (ids.vendorId ?? vendorId) && productId === (ids.productId ?? productId),
  );

/** `ids`: of the port's adapter. */
export function claimSerial({ wire }: Wired, ids: Known): Claim {
  if (wire.kind !== 'serial') return { may: false, why: 'it speaks in HID reports' };
  const { usb = [], baudRate } = wire;
  if (usb.length === 0) return { may: true, why: `speaks at ${baudRate} over any serial port` };
  const cables = `its cable is ${usb.map(text).join(' or ')}`;
  if (ids.vendorId === undefined) return { may: true, why: `${cables}, and this port says of no cable what it is` };
  return isAmong(usb, ids) ? { may: true, why: `its cable is ${text(ids)}` } : { may: false, why: cables };
}

/** A HID device's ids are the model's own, or those of a chip that several have: a bridge to a serial line, too. */
export function claimHid({ wire }: Wired, ids: Known): Claim {
  const bridges = wire.kind === 'serial' ? wire.cp2110 : undefined;
  if (bridges && isAmong(bridges, ids)) return { may: true, why: `its line may be behind the CP2110 ${text(ids)}` };
  if (wire.kind === 'serial') return { may: false, why: 'it speaks over a serial line' };
  if (isAmong(wire.usb, ids)) return { may: true, why: `it is ${text(ids)}` };
  return { may: false, why: `it would be ${wire.usb.map(text).join(' or ')}` };
}
