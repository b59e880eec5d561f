/** What may stand in the audit: these phrases, each with these facts. There is no way in for a reading or a person. */
export interface AuditFacts {
  readonly 'station started': { readonly version: string };
  readonly 'station stopped': Readonly<Record<string, never>>;
  /** All rows are sealed with this key of the ring, and it is the only one left. */
  readonly 'store key renewed': { readonly keyId: number };
  /** `why`: a fixed phrase. */
  readonly 'row set aside': { readonly sequence: number; readonly why: string };
  /** `why`: a fixed phrase. */
  readonly 'receipt refused': { readonly why: string };
  readonly 'clock corrected': { readonly offsetS: number };
  /** `salvaged`: rows that went over into the new file. */
  readonly 'store set aside': { readonly salvaged: number };
  /** A technician on the spot asked for the last raw frames of so many devices. */
  readonly 'frames taken out': { readonly devices: number };
  /** Found at a start: from this entry on the audit proves nothing. */
  readonly 'audit does not hold': { readonly n: number; readonly why: string };
}

export type AuditWhat = keyof AuditFacts;
