/** An event as it stands in its payload, read by the public formats alone: CloudEvents 1.0 and FHIR R4. Imports nothing of ours. */
export interface Event {
  /** Source and id: what makes it one. */
  readonly key: string;
  readonly id: string;
  readonly sequence: number;
  readonly kind: string;
  readonly timeMs: number;
  readonly subject: string | undefined;
  /** Ids of the observations that it is the average of. */
  readonly averageOf: readonly string[];
  readonly values: readonly number[];
  /** Of a tombstone: whose place it has, and why. */
  readonly stone?: {
    readonly of: string | undefined;
    readonly reason: string | undefined;
    readonly code: number | undefined;
  };
}

interface Payload {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly sequence: string;
  readonly data?: {
    readonly subject?: { readonly reference?: string };
    readonly derivedFrom?: readonly { readonly reference: string }[];
    readonly valueQuantity?: { readonly value: number };
    readonly replaces?: { readonly id?: string };
    readonly reason?: string;
    readonly code?: number;
    readonly component?: readonly { readonly valueQuantity?: { readonly value: number } }[];
  };
}

export function eventOf(payload: string): Event {
  const { id, source, type, time, sequence, data } = JSON.parse(payload) as Payload;
  const kind = type.split('.').at(-2) ?? '';
  return {
    key: `${source} ${id}`,
    id,
    sequence: Number(sequence),
    kind,
    timeMs: Date.parse(time),
    subject: data?.subject?.reference,
    averageOf: data?.derivedFrom?.map(({ reference }) => reference.replace('Observation/', '')) ?? [],
    values: [data, ...(data?.component ?? [])].flatMap((part) => part?.valueQuantity?.value ?? []),
    ...(kind === 'tombstone' && { stone: { of: data?.replaces?.id, reason: data?.reason, code: data?.code } }),
  };
}

/** What stands on the envelope, and is looked at first. */
export const sequenceOf = (payload: string): number => Number((JSON.parse(payload) as Payload).sequence);
