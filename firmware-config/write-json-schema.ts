/** Writes `station.schema.json` anew: `node firmware-config/write-json-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stationJsonSchema } from './json-schema.ts';

writeFileSync(
  join(import.meta.dirname, 'station.schema.json'),
  `${JSON.stringify(stationJsonSchema(), undefined, 2)}\n`,
);
