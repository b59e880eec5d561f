/** The fleet file → what the service is opened with: its files read, its credentials fetched. */

import type { Log } from '../../edge-agent/index.ts';
import type { FileOrCredential, FleetFile, ForwardEntry } from '../../firmware-config/index.ts';
import { type FleetSettings, isWebhookSecret, WEBHOOK_SECRET } from '../../fleet/index.ts';
import { Refusal } from './refusal.ts';
import { type BrokerFiles, contents, proveTogether, uplinkSecrets } from './secrets.ts';

const ANY_ADDRESS = ['0.0.0.0', '::'];

/** Where the city's records lie. Throws a Refusal where a credential cannot be read. */
export function placeOf({ database, data }: FleetFile): { readonly database?: string; readonly folder: string } {
  if (database === undefined) return { folder: data.folder };
  const url = typeof database === 'string' ? database : word(database, 'database');
  // Anything else would be taken for a folder.
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Refusal(1, 'database: what the credential holds is no postgres://…');
  return { database: url, folder: data.folder };
}

/** Throws a Refusal that names the key of the file. `number`: which of the members this is, from 1 on. */
export function settingsOf(file: FleetFile, number: number, log: Pick<Log, 'warn'>): FleetSettings {
  const { broker, http, keys, members, notify, forward, data } = file;
  const { certificate, key } = http;
  return {
    broker: { url: broker.url, secrets: proved(broker, log, 'broker') },
    ...placeOf(file),
    http: {
      host: http.host,
      port: http.port,
      ...(certificate !== undefined &&
        key !== undefined && {
          tls: {
            certificate: served({ certificate, key }, log),
            names: [...(ANY_ADDRESS.includes(http.host) ? [] : [http.host]), ...http.names],
          },
        }),
    },
    member: { number, of: members },
    ...(keys !== undefined && { keys: contents(keys, 'keys') }),
    ...(notify && { notify: notifyOf(notify) }),
    forward: forward.map(targetOf),
    recordDays: data.keepDays,
  };
}

/** As `uplinkSecrets`; what does not fit together from the first stops the start. */
function proved(files: BrokerFiles, log: Pick<Log, 'warn'>, group: string): ReturnType<typeof uplinkSecrets> {
  const secrets = uplinkSecrets(files, log, group);
  orRefuse(`${group}: ca, certificate or key is no PEM, or the key is not the certificate's`, () =>
    proveTogether(secrets()),
  );
  return secrets;
}

function served(files: BrokerFiles, log: Pick<Log, 'warn'>) {
  const secrets = proved(files, log, 'http');
  return () => {
    const { certificate: cert = '', key = '' } = secrets();
    return { cert, key };
  };
}

function orRefuse(words: string, prove: () => unknown): void {
  try {
    prove();
  } catch {
    throw new Refusal(1, words);
  }
}

/** A secret that is one word: editors put a line's end behind it. */
const word = (at: FileOrCredential, key: string): string => contents(at, key).trim();

function notifyOf({ webhook, email }: NonNullable<FleetFile['notify']>): NonNullable<FleetSettings['notify']> {
  if (!email) return { ...(webhook && { webhook }) };
  const { password, ...smtp } = email.smtp;
  const secret = password === undefined ? {} : { password: word(password, 'notify.email.smtp.password') };
  return { ...(webhook && { webhook }), email: { ...email, smtp: { ...smtp, ...secret } } };
}

function targetOf(
  { id, kind, url, token, ca, secret, kinds }: ForwardEntry,
  at: number,
): FleetSettings['forward'][number] {
  const read = (value: FileOrCredential, name: string): string => word(value, `forward[${at}].${name}`);
  switch (kind) {
    case 'fhir':
      return { id, kind, url, ...(token !== undefined && { token: read(token, 'token') }) };
    case 'thingsboard': {
      const authority = ca === undefined ? {} : { ca: read(ca, 'ca') };
      orRefuse(`forward[${at}].ca: no certificate in PEM`, () => proveTogether(authority));
      return { id, kind, url, token: token === undefined ? '' : read(token, 'token'), ...authority };
    }
    case 'webhook': {
      const word = secret === undefined ? '' : read(secret, 'secret');
      if (!isWebhookSecret(word)) throw new Refusal(1, `forward[${at}].secret: ${WEBHOOK_SECRET}`);
      return { id, kind, url, secret: word, ...(kinds && { kinds }) };
    }
  }
}
