/** What must not stand in the station file itself: certificates and keys, from files or from the service manager. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { type Log, type PlatformKeys, readPlatformKeys, type UplinkSecrets } from '../../edge-agent/index.ts';
import type { FileOrCredential, StationFile } from '../../firmware-config/index.ts';
import { Refusal } from './refusal.ts';

type Platform = StationFile['platform'];

/** The way to a broker, as a station's file and the fleet's say it. */
export interface BrokerFiles {
  readonly ca?: FileOrCredential;
  readonly certificate?: FileOrCredential;
  readonly key?: FileOrCredential;
}

/** systemd's LoadCredential gives each service a folder of its own (systemd.exec(5)). */
const credentials = (): string | undefined => process.env.CREDENTIALS_DIRECTORY;
/** The lock of the store's key ring, where the service manager keeps one. */
const STORE_LOCK = 'db.key';

/**
 * PEM texts for the way to the broker, which stands under `group`, read anew each time they are asked for, so that renewed certificates count from the
 * next connection on. Throws a Refusal that names the key of the station file; later, when what lies there cannot be read or
 * does not fit together, half of it renewed perhaps, the former texts stay.
 */
export function uplinkSecrets(files: BrokerFiles, log: Pick<Log, 'warn'>, group = 'platform'): () => UplinkSecrets {
  let last = secretsNow(files, group);
  let told = false;
  return () => {
    try {
      const next = secretsNow(files, group);
      proveTogether(next);
      last = next;
      told = false;
    } catch {
      if (!told) log.warn('certificates cannot be read, the former are kept');
      told = true;
    }
    return last;
  };
}

/** Throws when one of them is no PEM, or the key is not the certificate's. */
export function proveTogether({ ca, certificate, key }: UplinkSecrets): void {
  if (ca !== undefined) new X509Certificate(ca); // which TLS would leave out without a word
  createSecureContext({ ...(ca && { ca }), ...(certificate && { cert: certificate }), ...(key && { key }) });
}

function secretsNow(files: BrokerFiles, group: string): UplinkSecrets {
  const part = (name: 'ca' | 'certificate' | 'key'): { [K in typeof name]?: string } => {
    const at = files[name];
    return at === undefined ? {} : { [name]: contents(at, `${group}.${name}`) };
  };
  return { ...part('ca'), ...part('certificate'), ...part('key') };
}

/** The platform's public keys; undefined where the station file names none. Rejects with a Refusal. */
export async function platformKeys({ keys }: Platform): Promise<PlatformKeys | undefined> {
  if (keys === undefined) return undefined;
  const jwks = contents(keys, 'platform.keys');
  return readPlatformKeys(jwks).catch((error: unknown) => {
    throw new Refusal(1, `platform.keys: ${error instanceof Error ? error.message : 'unknown'}`);
  });
}

/** Undefined where nobody keeps one: then the key ring lies open beside the database, and protects a copy of that alone. */
export function storeLock(): Uint8Array | undefined {
  const folder = credentials();
  if (folder === undefined) return undefined;
  try {
    return readFileSync(join(folder, STORE_LOCK));
  } catch {
    return undefined;
  }
}

/** `key`: where it is named, for the words of the Refusal that is thrown. */
export function contents(at: FileOrCredential, key: string): string {
  if (typeof at === 'string') return textOf(at, `${key}: ${at} cannot be read`);
  const folder = credentials();
  if (folder === undefined) throw new Refusal(2, `${key}: there are no credentials: this is no service of systemd's`);
  return textOf(join(folder, at.credential), `${key}: the credential ${at.credential} cannot be read`);
}

function textOf(file: string, otherwise: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Refusal(2, otherwise);
  }
  // TLS takes an empty authority for none, and would trust every public one instead
  if (text.trim() === '') throw new Refusal(2, `${otherwise}: it is empty`);
  return text;
}
