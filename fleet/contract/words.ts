/** What the console and the service call things. Moments are milliseconds since 1970 by the service's clock unless said otherwise. */
import Type from 'typebox';

export const closed = <P extends Type.TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
export const Moment = Type.Integer({ minimum: 0 });
export const Count = Type.Integer({ minimum: 0 });
export const StationId = Type.String({ pattern: '^[a-z0-9-]{3,64}$' });
export const DeviceId = Type.String({ pattern: '^[a-z0-9-]{1,64}$' });
/** A place of the city by its id: a district, a life circle, a community. */
export const PlaceId = Type.String({ pattern: '^[a-z0-9-]{1,64}$' });

export const Words = closed({ 'zh-CN': Type.String(), en: Type.String() });
export type Words = Type.Static<typeof Words>;

/** `look`: something works badly. `fault`: something does not work. `silent`: nothing is heard of it, so nothing is known. */
export const CONDITIONS = ['ok', 'look', 'fault', 'silent', 'maintenance'] as const;
export const Condition = Type.Enum([...CONDITIONS]);
export type Condition = (typeof CONDITIONS)[number];

/** `task`: for staff to do, cleared by them alone. */
export const SEVERITIES = ['task', 'warning', 'critical'] as const;
export const Severity = Type.Enum([...SEVERITIES]);
export type Severity = (typeof SEVERITIES)[number];

/** `unknown`: not tried yet, or not said. */
export const STATUSES = ['ok', 'warning', 'down', 'unknown'] as const;
export const Status = Type.Enum([...STATUSES]);
export type Status = (typeof STATUSES)[number];

/** viewer: sees all. fitter: works in their own districts, and sees no other. operator: works everywhere. admin: accounts too. auditor: sees all and the audit, changes nothing. */
export const ROLES = ['viewer', 'fitter', 'operator', 'admin', 'auditor'] as const;
export const Role = Type.Enum([...ROLES]);
export type Role = (typeof ROLES)[number];

export const AccountName = Type.String({ pattern: '^[a-z][a-z0-9.-]{1,31}$' });
