/**
 * FHIR R4 Observations (hl7.org/fhir/R4/observation.html); blood pressure by HL7's profile `bp`. Codes are LOINC's, units
 * UCUM's; what no public code system names has codes of our own. A fact that the device did not give is absent.
 */

interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}
interface CodeableConcept {
  readonly coding: readonly Coding[];
}
interface Quantity {
  readonly value: number;
  readonly unit: string;
  readonly system: string;
  readonly code: string;
}
interface Identified {
  readonly type: 'Device' | 'Organization';
  readonly identifier: { readonly type?: CodeableConcept; readonly system?: string; readonly value: string };
  readonly display?: string;
}
interface Component {
  readonly code: CodeableConcept;
  readonly valueQuantity?: Quantity;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valueString?: string;
}
export interface Observation {
  readonly resourceType: 'Observation';
  readonly id: string;
  readonly meta?: { readonly profile: readonly string[] };
  readonly status: 'final' | 'preliminary';
  readonly category: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject: { readonly reference: string };
  readonly effectiveDateTime: string;
  readonly issued: string;
  readonly performer: readonly Identified[];
  readonly valueQuantity?: Quantity;
  readonly dataAbsentReason?: CodeableConcept;
  readonly interpretation?: readonly CodeableConcept[];
  readonly method: CodeableConcept;
  readonly device: Identified;
  readonly derivedFrom?: readonly { readonly reference: string }[];
  readonly component?: readonly Component[];
}

/** What every observation says, whatever was measured. */
export interface Circumstances {
  /** UUID, the event's. */
  readonly id: string;
  /** `urn:uuid:…`: a resident's pseudonym, or a random one made for a guest's visit. The profile wants one in any case. */
  readonly subject: string;
  /** RFC 3339 with the station's offset: when it was measured, and when it was filed. */
  readonly takenAt: string;
  readonly filedAt: string;
  readonly stationId: string;
  readonly deviceId: string;
  /** The thing plugged in there. */
  readonly unit: { readonly model: string; readonly serialNumber?: string };
  /** Codes such as `irregular`, `single-reading`; never free text. */
  readonly flags: readonly string[];
  /** The meter's own local time, without a zone. */
  readonly deviceClock?: string;
  /** One reading of a set that is not finished: what it amounts to comes as an observation of its own. */
  readonly partOfSet?: boolean;
}

/** What a set of readings amounts to. */
export interface SetOfReadings {
  /** Ids of the observations that it is the average of. */
  readonly averageOf: readonly string[];
  readonly found: Found;
}

/** Where a value stands in a guideline's table. */
export interface Found {
  /** The table's id, `cn-2024`. */
  readonly table: string;
  /** The table's own names, such as `grade-1`, `isolated-systolic`. */
  readonly classes: readonly string[];
  readonly band: string;
}

export interface BloodPressureValues {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  /** As the meter measured it, never computed. */
  readonly meanMmHg?: number;
  readonly pulsePerMin?: number;
}

export interface GlucoseValues {
  /** Absent when the meter showed HI or LO: flag `above-range` or `below-range`. */
  readonly mmolPerL?: number;
  /** The meter's own number, in its own unit. */
  readonly meterValue?: number;
  readonly meterUnit?: 'mg/dL' | 'mmol/L';
  readonly meal?: string;
}

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const HL7 = 'http://terminology.hl7.org/CodeSystem';
const OURS = 'https://yike.city/fhir';

const concept = (system: string, code: string, display?: string): CodeableConcept => ({
  coding: [{ system, code, ...(display !== undefined && { display }) }],
});
const quantity = (value: number, unit: string, code = unit): Quantity => ({ value, unit, system: UCUM, code });
const loinc = (code: string, display: string, valueQuantity: Quantity): Component => ({
  code: concept(LOINC, code, display),
  valueQuantity,
});
const mmHg = (value: number): Quantity => quantity(value, 'mmHg', 'mm[Hg]');
const ownCode = (code: string): CodeableConcept => concept(`${OURS}/CodeSystem/reading`, code);

export function bloodPressureObservation(
  circumstances: Circumstances,
  values: BloodPressureValues,
  set?: SetOfReadings,
): Observation {
  const { systolicMmHg, diastolicMmHg, meanMmHg, pulsePerMin } = values;
  return {
    ...frame(
      circumstances,
      'vital-signs',
      concept(LOINC, '85354-9', 'Blood pressure panel with all children optional'),
    ),
    meta: { profile: ['http://hl7.org/fhir/StructureDefinition/bp'] },
    ...(set && {
      interpretation: interpretationOf(set.found),
      derivedFrom: set.averageOf.map((id) => ({ reference: `Observation/${id}` })),
    }),
    method: set
      ? concept(`${OURS}/CodeSystem/method`, 'average', 'Average of automated cuff readings')
      : concept(`${OURS}/CodeSystem/method`, 'automated-cuff', 'Automated cuff'),
    component: [
      loinc('8480-6', 'Systolic blood pressure', mmHg(systolicMmHg)),
      loinc('8462-4', 'Diastolic blood pressure', mmHg(diastolicMmHg)),
      ...(meanMmHg === undefined ? [] : [loinc('8478-0', 'Mean blood pressure', mmHg(meanMmHg))]),
      ...(pulsePerMin === undefined ? [] : [loinc('8867-4', 'Heart rate', quantity(pulsePerMin, '/min'))]),
      ...told(circumstances),
    ],
  };
}

/** HL7's code where it has one for the band (it has none for a bit high), and the guideline's own class. */
function interpretationOf({ table, classes, band }: Found): CodeableConcept[] {
  const code = INTERPRETATIONS[band];
  return [
    ...(code ? [concept(`${HL7}/v3-ObservationInterpretation`, ...code)] : []),
    ...classes.map((name) => concept(`${OURS}/CodeSystem/${table}`, name)),
  ];
}
const INTERPRETATIONS: Readonly<Record<string, readonly [code: string, display: string]>> = {
  low: ['L', 'Low'],
  'in-range': ['N', 'Normal'],
  high: ['H', 'High'],
  'very-high': ['HH', 'Critical high'],
};

export function glucoseObservation(circumstances: Circumstances, values: GlucoseValues): Observation {
  const { mmolPerL, meterValue, meterUnit, meal } = values;
  const beyond = offScale(circumstances.flags);
  const meter =
    meterValue === undefined || meterUnit === undefined
      ? []
      : [{ code: ownCode('meter-value'), valueQuantity: quantity(meterValue, meterUnit) }];
  const eaten = meal === undefined ? [] : [coded('meal', 'meal', meal)];
  const component = [...meter, ...eaten, ...told(circumstances)];
  return {
    ...frame(
      circumstances,
      'laboratory',
      concept(LOINC, '14743-9', 'Glucose [Moles/volume] in Capillary blood by Glucometer'),
    ),
    // A meter that showed HI or LO gave no number, and its limit is not known here: none is made up.
    ...(mmolPerL === undefined
      ? { dataAbsentReason: concept(`${HL7}/data-absent-reason`, 'unknown', 'Unknown') }
      : { valueQuantity: quantity(mmolPerL, 'mmol/L') }),
    ...(beyond && { interpretation: [beyond] }),
    method: concept(`${OURS}/CodeSystem/method`, 'capillary-glucometer', 'Capillary glucometer'),
    ...(component.length > 0 && { component }),
  };
}

/** HI and LO have public codes. */
function offScale(flags: readonly string[]): CodeableConcept | undefined {
  if (flags.includes('above-range')) return concept(`${HL7}/v3-ObservationInterpretation`, '>', 'Off scale high');
  if (flags.includes('below-range')) return concept(`${HL7}/v3-ObservationInterpretation`, '<', 'Off scale low');
  return undefined;
}

function frame(circumstances: Circumstances, category: string, code: CodeableConcept) {
  const { id, subject, takenAt, filedAt, stationId, partOfSet = false } = circumstances;
  const performer: Identified = {
    type: 'Organization',
    identifier: { system: `${OURS}/NamingSystem/station`, value: stationId },
  };
  return {
    resourceType: 'Observation',
    id,
    status: partOfSet ? 'preliminary' : 'final',
    category: [concept(`${HL7}/observation-category`, category)],
    code,
    subject: { reference: subject },
    effectiveDateTime: takenAt,
    issued: filedAt,
    performer: [performer],
    device: deviceOf(circumstances),
  } as const;
}

/** By its serial number; where that is not known, by its place at the station. */
function deviceOf({ stationId, deviceId, unit }: Circumstances): Identified {
  const identifier =
    unit.serialNumber === undefined
      ? { system: `${OURS}/NamingSystem/device-place`, value: `${stationId}/${deviceId}` }
      : { type: concept(`${HL7}/v2-0203`, 'SNO', 'Serial number'), value: unit.serialNumber };
  return { type: 'Device', identifier, display: unit.model };
}

function told({ flags, deviceClock }: Circumstances): Component[] {
  const clock = deviceClock === undefined ? [] : [{ code: ownCode('device-clock'), valueString: deviceClock }];
  return [...[...new Set(flags)].map((flag) => coded('flag', 'reading-flag', flag)), ...clock];
}

/** Only what looks like a code becomes one, so that nobody's words get in. */
function coded(component: string, system: string, code: string): Component {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(code)) throw new RangeError(`not a code for ${component}`);
  return { code: ownCode(component), valueCodeableConcept: concept(`${OURS}/CodeSystem/${system}`, code) };
}
