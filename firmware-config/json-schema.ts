import type { TSchema } from 'typebox';
import { FleetFile } from './fleet.ts';
import { Station } from './station.ts';

/** The files' JSON Schemas, for editors. What has a default may be left out there, so it is not required here. */
export const stationJsonSchema = (): object => jsonSchema('station file', Station);
export const fleetJsonSchema = (): object => jsonSchema('fleet file', FleetFile);

const jsonSchema = (title: string, schema: TSchema): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `Yike Station: ${title}`,
  ...relaxed(JSON.parse(JSON.stringify(schema))),
});

interface Node {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly default?: unknown;
}

function relaxed(node: Node): Node {
  const { required, properties = {}, items, ...rest } = node;
  const inner = Object.entries(properties).map(([key, value]) => [key, relaxed(value)] as const);
  const needed = (required ?? []).filter((key) => properties[key]?.default === undefined);
  return {
    ...rest,
    ...(needed.length > 0 && { required: needed }),
    ...(inner.length > 0 && { properties: Object.fromEntries(inner) }),
    ...(items && { items: relaxed(items) }),
  };
}
