import { catalogue } from '../../edge-agent/index.ts';
import { argumentsOf } from './arguments.ts';

export const usage = `Usage: yike drivers [--json]
Lists every driver: makes and models, transport, what it provides, its check value, how sure we are.`;

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(args, { json: { type: 'boolean' } }, [], usage);
  const facts = catalogue.map(
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
  if (values.json) {
    process.stdout.write(`${JSON.stringify(facts, undefined, 2)}\n`);
    return 0;
  }
  for (const { id, models, wire, provides, check, sureness, source } of facts) {
    const transport = wire.kind === 'serial' ? `serial ${wire.baudRate}` : `hid ${wire.usb.map(nameOfIds).join(' ')}`;
    process.stdout.write(
      `${id}\n  models    ${models.join(', ')}\n  transport ${transport}\n  provides  ${provides.join(', ')}\n  check: ${check}\n  sureness  ${sureness}\n  source    ${source}\n`,
    );
  }
  return 0;
}

const nameOfIds = ({ vendorId, productId }: { readonly vendorId: string; readonly productId: string }): string =>
  `${vendorId}:${productId}`;
