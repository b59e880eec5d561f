/** What the fleet's file says of whom events are passed on to. Secrets stand here as read; they are never logged. */

interface Named {
  /** `a-z0-9-`: its cursor's name too, so that a new one begins anew. */
  readonly id: string;
}

/** A FHIR R4 server's base: observations, opened, and nothing else. */
export interface FhirTarget extends Named {
  readonly kind: 'fhir';
  readonly url: string;
  /** Sent as a bearer's. */
  readonly token?: string;
}

/** ThingsBoard, `mqtts://host:8883`: device facts, as a gateway. */
export interface ThingsboardTarget extends Named {
  readonly kind: 'thingsboard';
  readonly url: string;
  /** The gateway device's access token. */
  readonly token: string;
  /** PEM: for a server whose authority the system does not know. */
  readonly ca?: string;
}

/** Any HTTP endpoint: CloudEvents in batches, signed. */
export interface WebhookTarget extends Named {
  readonly kind: 'webhook';
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks has it. */
  readonly secret: string;
  /** Kinds of event; absent: `DEFAULT_KINDS`. */
  readonly kinds?: readonly string[];
}

export type ForwardTarget = FhirTarget | ThingsboardTarget | WebhookTarget;

/** Unencrypted, and not to this machine itself. Throws a RangeError where it is no address. */
export function leavesInTheClear(url: string): boolean {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !['https:', 'http:', 'mqtts:', 'mqtt:'].includes(address.protocol))
    throw new RangeError('not an address to pass on to');
  const { protocol, hostname } = address;
  return !protocol.endsWith('s:') && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
