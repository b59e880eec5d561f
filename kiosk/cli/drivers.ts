import { bins, catalogue, type Driver, type DriverFacts, signals, uncertain } from '../../edge-agent/devices.ts';
import { choiceText } from '../../firmware-config/index.ts';
import { argumentsOf } from './arguments.ts';

export const usage = `Usage: yike drivers [--json]
Lists every driver: makes and models, transport, what it provides, its check value, how sure we are; of some, what may be set.
Those whose protocol is only partly documented stand last: a station has one only with 'experimental: true' in its file.`;

/** What `--json` prints: every driver's facts, in the catalogue's order. */
export const driverFacts = () => [
  ...catalogue.map(({ driver }) => factsOf(driver)),
  ...[...bins, ...signals].map(({ facts }) => factsOf({ ...facts, canMeasure: false, remembers: false })),
  ...uncertain.map(({ driver }) => factsOf(driver)),
];

type Told = DriverFacts & Pick<Driver, 'choices' | 'canMeasure' | 'remembers'>;

const factsOf = (driver: Told) => {
  const { id, models, wire, provides, check, sureness, source, choices, canMeasure, remembers } = driver;
  const experimental = sureness === 'partly documented';
  const told = { id, models, wire, provides, check, sureness, source, canMeasure, remembers, experimental };
  return { ...told, ...(choices && { choices }) };
};

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(args, { json: { type: 'boolean' } }, [], usage);
  if (values.json) {
    process.stdout.write(`${JSON.stringify(driverFacts(), undefined, 2)}\n`);
    return 0;
  }
  for (const { id, models, wire, provides, check, sureness, source, choices = {}, experimental } of driverFacts()) {
    const settings = Object.entries(choices).map(([name, choice]) => `  --set     ${name}: ${choiceText(choice)}\n`);
    process.stdout.write(
      `${id}${experimental ? '  (experimental)' : ''}\n  models    ${models.join(', ')}\n  transport ${transportOf(wire)}\n  provides  ${provides.join(', ')}\n  check: ${check}\n  sureness  ${sureness}\n  source    ${source}\n${settings.join('')}`,
    );
  }
  return 0;
}

export function transportOf(wire: DriverFacts['wire']): string {
  if (wire.kind === 'hid') return `hid ${wire.usb.map(nameOfIds).join(' ')}`;
  const bridges = wire.cp2110 ? `, hid (CP2110) ${wire.cp2110.map(nameOfIds).join(' ')}` : '';
  return `serial ${wire.baudRate}${bridges}`;
}

const nameOfIds = ({ vendorId, productId }: { readonly vendorId: string; readonly productId: string }): string =>
  `${vendorId}:${productId}`;
