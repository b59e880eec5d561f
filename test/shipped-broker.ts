/** The broker's files as they are shipped, but for paths and port. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificates } from './certificates.ts';

const SHIPPED = join(import.meta.dirname, '..', 'firmware-config', 'broker');

/** What stands here stands in the file exactly once: else a test would run another broker than the one that is shipped. */
function put(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`${from} is not in mosquitto.conf once`);
  return text.replace(from, to);
}

/** For `aMosquittoOf`; `ours` has issued `broker`. */
export const aShippedBroker =
  (ours: Pick<Certificates, 'path'>) =>
  (port: number, folder: string): string =>
    [
      ['listener 8883', `listener ${port} 127.0.0.1`],
      ['cafile /etc/mosquitto/yike/ca.pem', `cafile ${ours.path('ca.pem')}`],
      ['certfile /etc/mosquitto/yike/broker.pem', `certfile ${ours.path('broker.pem')}`],
      ['keyfile /etc/mosquitto/yike/broker.key', `keyfile ${ours.path('broker.key')}`],
      ['acl_file /etc/mosquitto/yike/mosquitto.acl', `acl_file ${join(SHIPPED, 'mosquitto.acl')}`],
      ['persistence_location /var/lib/mosquitto/', `persistence_location ${folder}/`],
    ].reduce(
      (text, [from = '', to = '']) => put(text, from, to),
      readFileSync(join(SHIPPED, 'mosquitto.conf'), 'utf8'),
    );
