/** Writes `station.schema.json` and `fleet.schema.json` anew: `node firmware-config/write-json-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetJsonSchema, stationJsonSchema } from './json-schema.ts';

for (const [name, schema] of Object.entries({ station: stationJsonSchema(), fleet: fleetJsonSchema() }))
  writeFileSync(join(import.meta.dirname, `${name}.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`);
