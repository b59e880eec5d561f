/**
 * Observations as one FHIR R4 transaction (hl7.org/fhir/R4/http.html#transaction): each a conditional create by an
 * identifier made of station and event, so that a batch sent twice creates nothing twice. What a station says here may have
 * been sealed until now, so that nobody has looked at it yet: nothing in it may point to what lies on that server.
 */

type Json = Readonly<Record<string, unknown>>;

/** An observation that may go out, as its station made it. */
export interface Filed {
  readonly stationId: string;
  /** The event's id, and the observation's own. */
  readonly id: string;
  readonly observation: Json;
  readonly subject: string;
  /** Ids of the observations of the same station that it is made from. */
  readonly derivedFrom: readonly string[];
}

const OURS = 'https://yike.city/fhir/NamingSystem';
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ID = new RegExp(`^${UUID}$`);
const SUBJECT = new RegExp(`^urn:uuid:${UUID}$`);
const OBSERVATION = new RegExp(`^Observation/(${UUID})$`);
/** All that a station's observation ever says; `id`, `subject` and `derivedFrom` are said anew. */
const KEPT = [
  'resourceType',
  'meta',
  'status',
  'category',
  'code',
  'effectiveDateTime',
  'issued',
  'performer',
  'valueQuantity',
  'dataAbsentReason',
  'interpretation',
  'method',
  'device',
  'component',
];
const SAID_ANEW = ['id', 'subject', 'derivedFrom'];
/** By these something could point elsewhere, or smuggle in what the server would take for its own. */
const POINTING = ['reference', 'extension', 'modifierExtension', 'contained', 'resource'];

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, key: string): unknown => (isJson(value) ? value[key] : undefined);
const listOf = (value: unknown): readonly unknown[] | undefined =>
  value === undefined ? [] : Array.isArray(value) ? value : undefined;

function points(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(points);
  if (!isJson(value)) return false;
  return Object.entries(value).some(([key, inside]) => POINTING.includes(key) || points(inside));
}

/** Undefined where it is no observation of this station and event, or says more than a station says. */
export function filed(stationId: string, id: string, data: unknown): Filed | undefined {
  if (!isJson(data) || data.resourceType !== 'Observation' || data.id !== id || !ID.test(id)) return undefined;
  if (Object.keys(data).some((key) => !KEPT.includes(key) && !SAID_ANEW.includes(key))) return undefined;
  const subject = at(data.subject, 'reference');
  const sources = listOf(data.derivedFrom)?.map((from) => OBSERVATION.exec(String(at(from, 'reference')))?.[1]);
  if (typeof subject !== 'string' || !SUBJECT.test(subject) || !sources) return undefined;
  const derivedFrom = sources.filter((source) => source !== undefined);
  if (derivedFrom.length < sources.length) return undefined;
  const observation = Object.fromEntries(Object.entries(data).filter(([key]) => KEPT.includes(key)));
  if (points(observation)) return undefined;
  const performers = listOf(data.performer) ?? [];
  const isOurs = (performer: unknown): boolean => at(at(performer, 'identifier'), 'value') === stationId;
  return performers.every(isOurs) ? { stationId, id, observation, subject, derivedFrom } : undefined;
}

/** With the station in it: no station can say that another's observation is there already. */
const identifierOf = (stationId: string, id: string) => ({ system: `${OURS}/event`, value: `${stationId}/${id}` });

/**
 * A repeat within the batch is left out. A person is said by identifier (`urn:ietf:rfc:3986`, R4's way to name a URN):
 * a `urn:uuid` reference would have to stand in the bundle. An observation that went before is said by its identifier too.
 */
export function bundleOf(batch: readonly Filed[]) {
  const byKey = new Map(batch.map((each) => [`${each.stationId}/${each.id}`, each]));
  const named = new Map<string, string>(); // a placeholder's owner: two stations with one id must not share it
  for (const [key, { id }] of byKey) if (!named.has(id)) named.set(id, key);
  const placeholder = (key: string, id: string): string | undefined =>
    named.get(id) === key ? `urn:uuid:${id}` : undefined;

  const entry = [...byKey].map(([key, { stationId, id, observation, subject, derivedFrom }]) => {
    const identifier = identifierOf(stationId, id);
    const fullUrl = placeholder(key, id);
    return {
      ...(fullUrl !== undefined && { fullUrl }),
      resource: {
        ...observation,
        identifier: [identifier],
        subject: { type: 'Patient', identifier: { system: 'urn:ietf:rfc:3986', value: subject } },
        ...(derivedFrom.length > 0 && {
          derivedFrom: derivedFrom.map((source) => {
            const reference = placeholder(`${stationId}/${source}`, source);
            return reference === undefined
              ? { type: 'Observation', identifier: identifierOf(stationId, source) }
              : { reference };
          }),
        }),
      },
      request: {
        method: 'POST',
        url: 'Observation',
        ifNoneExist: `identifier=${identifier.system}|${identifier.value}`,
      },
    };
  });
  return { resourceType: 'Bundle', type: 'transaction', entry } as const;
}
