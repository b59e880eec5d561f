import { MASS_UNITS } from '../domain/mass.ts';
import { numberIn, oneOf } from '../domain/settings.ts';
import { PROFILES, transmitter, WORDS } from '../protocols/modbus-weight.ts';
import { driver, settable } from './driver.ts';

export const modbusWeight = settable((settings) =>
  driver({
    id: 'modbus-weight',
    models: ['Flintec FT-13', 'Rice Lake SCT-10', 'CAS CI-600D', 'KPR', 'other weight transmitters with Modbus RTU'],
    wire: { kind: 'serial', baudRate: 9600, otherBaudRates: [19_200] },
    provides: ['weight'],
    check: 'crc-16',
    sureness: 'medium',
    source: 'manuals of Flintec FT-13, Rice Lake SCT-10, CAS CI-600D, PT113; smelike/gospace: kpr.py',
    choices: {
      address: { least: 1, most: 247 },
      profile: PROFILES,
      register: { least: 0, most: 65_535 },
      words: WORDS,
      decimals: { least: 0, most: 6 },
      unit: MASS_UNITS,
      capacity: { least: 1, most: 1_000_000 },
    },
    ...transmitter({
      slave: numberIn(settings.address) ?? 1,
      profile: oneOf(PROFILES, settings.profile) ?? 'plain',
      register: numberIn(settings.register),
      words: oneOf(WORDS, settings.words) ?? 'big',
      decimals: numberIn(settings.decimals) ?? 3,
      unit: oneOf(MASS_UNITS, settings.unit) ?? 'kg',
      capacity: numberIn(settings.capacity),
    }),
  }),
);
