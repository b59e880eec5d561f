import { catalogue, type DriverFacts, uncertain } from '../../edge-agent/index.ts';
import { argumentsOf } from './arguments.ts';

export const usage = `Usage: yike drivers [--json]
Lists every driver: makes and models, transport, what it provides, its check value, how sure we are. Those whose protocol is
only partly documented are for 'yike read': no station has them.`;

/** What `--json` prints: every driver's facts, in the catalogue's order. */
export const driverFacts = () =>
  [...catalogue, ...uncertain].map(
    ({ driver: { id, models, wire, provides, check, sureness, source, canMeasure, remembers } }) => ({
      id,
      models,
      wire,
      provides,
      check,
      sureness,
      source,
      canMeasure,
      remembers,
    }),
  );

export const transportOf = (wire: DriverFacts['wire']): string =>
  wire.kind === 'serial' ? `serial ${wire.baudRate}` : `hid ${wire.usb.map(nameOfIds).join(' ')}`;

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(args, { json: { type: 'boolean' } }, [], usage);
  if (values.json) {
    process.stdout.write(`${JSON.stringify(driverFacts(), undefined, 2)}\n`);
    return 0;
  }
  for (const { id, models, wire, provides, check, sureness, source } of driverFacts()) {
    process.stdout.write(
      `${id}\n  models    ${models.join(', ')}\n  transport ${transportOf(wire)}\n  provides  ${provides.join(', ')}\n  check: ${check}\n  sureness  ${sureness}\n  source    ${source}\n`,
    );
  }
  return 0;
}

const nameOfIds = ({ vendorId, productId }: { readonly vendorId: string; readonly productId: string }): string =>
  `${vendorId}:${productId}`;
