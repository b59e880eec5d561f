import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificates extends Disposable {
  /** A file of the folder, whole: `ca.pem`, or `{name}.pem` and `{name}.key`. */
  path(file: string): string;
  read(file: string): string;
  /**
   * Made and signed by the authority. `names`: `DNS:localhost`, `IP:127.0.0.1`; `days` may be negative: it has expired;
   * `from`: days from now until it is valid at all.
   */
  issue(name: string, names: string, days?: number, from?: number): void;
}

/** An authority of its own in a temporary folder, by the `openssl` command. Elliptic curves: quick to make. */
export function someCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'yike-certificates-'));
  const path = (file: string): string => join(folder, file);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test authority', '-days', '30');
  return {
    path,
    read: (file) => readFileSync(path(file), 'utf8'),
    issue(name, names, days = 30, from = 0) {
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      writeFileSync(path(`${name}.ext`), `subjectAltName=${names}\n`);
      const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)];
      const words = [
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
        '-extfile',
        `${name}.ext`,
        ...signing,
      ];
      // `openssl x509` of 3.0 begins each certificate now; later ones have `-not_before`
      if (from === 0) openssl(...words);
      else execFileSync('faketime', [`${from} days`, 'openssl', ...words], { cwd: folder, stdio: 'ignore' });
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
