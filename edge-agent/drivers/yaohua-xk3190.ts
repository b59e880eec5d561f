import { MASS_UNITS } from '../domain/mass.ts';
import { oneOf } from '../domain/settings.ts';
import { answering, FORMATS, showing } from '../protocols/yaohua.ts';
import { type DriverFacts, driver, settable } from './driver.ts';

const ADDRESSES = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const facts: DriverFacts = {
  id: 'yaohua-xk3190',
  models: [
    'Yaohua XK3190-A9',
    'Yaohua XK3190-A9+',
    'Yaohua XK3190-A12',
    'Yaohua XK3190-A12E',
    'Yaohua XK3190-A23p',
    'Yaohua XK3190-A26',
    'Yaohua XK3190-DS3',
  ],
  wire: { kind: 'serial', baudRate: 9600, otherBaudRates: [4800, 2400, 1200, 600] },
  provides: ['weight'],
  check: 'xor-8; none on lines of some A12 and frames that begin with =',
  sureness: 'medium',
  source: 'user manuals of XK3190-A9+, -A12(E), -A23p, -A26, -DS3; fahmimsh/Parse-XK3190-A9: src/WeighingScale.cpp',
  choices: { unit: MASS_UNITS, format: FORMATS, address: ADDRESSES, net: [true, false] },
};

/** `address`: it answers (tF=1) to that letter; without one it repeats what it shows (tF=0). */
export const yaohuaXk3190 = settable(({ unit: itsUnit, format, address: itsAddress, net }) => {
  const unit = oneOf(MASS_UNITS, itsUnit) ?? 'kg';
  const address = oneOf(ADDRESSES, itsAddress);
  return address === undefined
    ? driver({ ...facts, ...showing({ unit, format: oneOf(FORMATS, format) }) })
    : driver({ ...facts, ...answering({ unit, address, net: net === true }) });
});
