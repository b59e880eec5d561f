/** The one schema of the fleet file: what the city's service listens to, keeps, answers and passes on. */
import Type from 'typebox';
import { text as anyText, closed, whole } from './schema-parts.ts';
import { fileOrCredential } from './station.ts';

const text = (description: string, more: object = {}) => anyText(description, { maxLength: 300, ...more });
const file = Type.Optional(fileOrCredential);
const id = text('an id of a-z 0-9 and -, 1 to 32 long', { pattern: '^[a-z0-9-]{1,32}$' });
const host = text('a name or an address', { pattern: '^[A-Za-z0-9.:-]+$' });
const httpUrl = text('https:// and an address without a user name or password', { pattern: '^https?://[^\\s/@?#]+' });
const email = text('an e-mail address', { pattern: '^[^\\s@<>]+@[^\\s@<>]+$' });
const severity = Type.Enum(['task', 'warning', 'critical'], {
  default: 'warning',
  description: 'task, warning or critical',
});
const timeOfDay = text('a time of day such as "08:00", in quotes', { pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const Person = closed({
  address: email,
  /** Absent: all. */
  districts: Type.Optional(Type.Array(id, { description: 'a list of districts' })),
  /** When they are on call, by the clock of Asia/Shanghai. Absent: always. */
  hours: Type.Optional(
    Type.Array(
      closed({
        days: Type.Array(Type.Enum([...DAYS], { description: DAYS.join(', ') }), {
          minItems: 1,
          uniqueItems: true,
          description: 'a list of days, each once',
        }),
        from: timeOfDay,
        to: timeOfDay,
      }),
      { description: 'a list of { days, from, to }' },
    ),
  ),
  severity,
});

const Forward = closed({
  id,
  kind: Type.Enum(['fhir', 'thingsboard', 'webhook'], { description: 'fhir, thingsboard or webhook' }),
  url: text('https:// or, of thingsboard, mqtts:// and an address', { pattern: '^(https?|mqtts?)://[^\\s/@?#]+' }),
  /** Of fhir: sent as a bearer's. Of thingsboard: the gateway's access token. */
  token: file,
  /** Of thingsboard: for a server whose authority the system does not know. */
  ca: file,
  /** Of webhook: `whsec_…`. */
  secret: file,
  /** Of webhook: absent: those that name no person. */
  kinds: Type.Optional(Type.Array(id, { minItems: 1, uniqueItems: true, description: 'a list of kinds of event' })),
});
export type ForwardEntry = Type.Static<typeof Forward>;

export const FleetFile = closed({
  version: Type.Literal(1, { description: '1' }),
  broker: closed({
    url: text('mqtts://host:port and nothing more, or mqtt:// to this machine itself', {
      pattern: '^mqtts?://[^\\s/@?#]+$',
    }),
    ca: file,
    certificate: file,
    key: file,
  }),
  /** Absent: SQLite in `data.folder`. */
  database: Type.Optional(
    Type.Union(
      [
        text('postgres://…', { pattern: '^postgres(ql)?://' }),
        closed({ credential: text('the name of a credential', { pattern: '^[\\w.-]+$' }) }),
      ],
      { description: 'postgres://… without a password, or { credential: NAME } of one that holds the whole address' },
    ),
  ),
  http: closed(
    {
      /** Beyond this machine only with TLS. */
      host: Type.String({ ...host, default: '127.0.0.1' }),
      port: whole(1, 65_535, 'a port', { default: 8081 }),
      certificate: file,
      key: file,
      /** By which browsers reach it, besides `host`. */
      names: Type.Array(host, { default: [], description: 'a list of names' }),
    },
    { default: {} },
  ),
  /** A JWK Set with the platform's private keys: without it receipts are not signed, and nothing sealed can be opened. */
  keys: file,
  members: whole(1, 16, 'members that share the work', { default: 1 }),
  notify: Type.Optional(
    closed({
      webhook: Type.Optional(closed({ url: httpUrl, from: severity })),
      email: Type.Optional(
        closed({
          smtp: closed({
            host,
            port: whole(1, 65_535, 'a port', { default: 587 }),
            secure: Type.Boolean({ default: false, description: 'true (TLS from the first byte) or false (STARTTLS)' }),
            user: Type.Optional(text('a user name')),
            password: file,
          }),
          from: email,
          people: Type.Array(Person, { minItems: 1, maxItems: 200, description: 'a list of people' }),
          escalateAfterMinutes: whole(5, 1440, 'minutes', { default: 30 }),
          escalateTo: Type.Array(email, { default: [], description: 'a list of e-mail addresses' }),
        }),
      ),
    }),
  ),
  forward: Type.Array(Forward, { default: [], maxItems: 16, description: 'a list of targets' }),
  data: closed({
    folder: text('the path of a folder'),
    keepDays: whole(1, 36_500, "days that residents' records are kept here", { default: 365 }),
  }),
});
export type FleetFile = Type.Static<typeof FleetFile>;
