import { Station } from './station.ts';

/** The station file's JSON Schema, for editors. What has a default may be left out there, so it is not required here. */
export function stationJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Yike Station: station file',
    ...relaxed(JSON.parse(JSON.stringify(Station))),
  };
}

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
