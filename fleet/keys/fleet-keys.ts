/** The platform's private keys: what it signs, and what was written for it alone. */
export interface FleetKeys {
  /** Compact JWS, EdDSA with Ed25519 (RFC 7515, RFC 8037), as a station verifies it. */
  sign(text: string): Promise<string>;
  /** The text of a compact JWE, ECDH-ES+A256KW with X25519 and A256GCM. Rejects whatever else. */
  open(jwe: string): Promise<string>;
}
