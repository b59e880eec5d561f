/** What no schema can say of a fleet file: what one part of it asks of another. Takes the file as it was read, right or wrong. */
import { foundText, type Path } from './complaint.ts';
import { brokerAddress, certificateAndKey, listAt, repeats } from './cross-check.ts';
import { type Problem, textAt, valueAt } from './validate.ts';

export const checkFleet = (file: unknown): Problem[] => [
  ...brokerAddress(file, 'broker'),
  ...certificateAndKey(file, 'broker'),
  ...certificateAndKey(file, 'http'),
  ...beyondThisMachine(file),
  ...database(file),
  ...inTheClear(file, ['notify', 'webhook', 'url'], ['https']),
  ...repeats(file, 'forward'),
  ...listAt(file, ['forward']).flatMap((_, at) => forward(file, ['forward', at])),
];

const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;
const ANY = ['0.0.0.0', '::'];
const given = (file: unknown, path: Path): boolean => valueAt(file, path) !== undefined;

/** A session's cookie, and whatever staff see, crosses no network in the clear. */
function beyondThisMachine(file: unknown): Problem[] {
  const host = textAt(file, ['http', 'host']);
  if (host === undefined || THIS_MACHINE.test(host)) return [];
  if (!given(file, ['http', 'certificate']) && !given(file, ['http', 'key']))
    return [
      {
        path: ['http', 'host'],
        found: foundText(host),
        expected: '127.0.0.1, or certificate and key beside it: beyond this machine only with TLS',
      },
    ];
  if (!ANY.includes(host) || listAt(file, ['http', 'names']).length > 0) return [];
  return [{ path: ['http', 'names'], found: 'nothing', expected: 'the names by which browsers reach it' }];
}

function database(file: unknown): Problem[] {
  const path = ['database'];
  const members = valueAt(file, ['members']);
  if (typeof members === 'number' && members > 1 && !given(file, path))
    return [{ path, found: 'nothing', expected: 'postgres://…: members share one database' }];
  const url = textAt(file, path);
  if (url === undefined || !URL.canParse(url) || new URL(url).password === '') return [];
  const expected = 'one without a password, or { credential: NAME } of one that holds the whole address';
  return [{ path, found: 'an address with a password in it', expected }];
}

function inTheClear(file: unknown, path: Path, schemes: readonly string[]): Problem[] {
  const url = textAt(file, path);
  if (url === undefined) return [];
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const plain = schemes.map((scheme) => scheme.slice(0, -1));
  const scheme = address?.protocol.slice(0, -1) ?? '';
  if (address && schemes.includes(scheme)) return [];
  if (address && plain.includes(scheme) && THIS_MACHINE.test(address.hostname)) return [];
  const expected = `${schemes.map((one) => `${one}://`).join(' or ')}: without encryption only to this machine itself`;
  return [{ path, found: foundText(url), expected }];
}

interface Wants {
  readonly schemes: readonly string[];
  readonly needs: readonly string[];
  readonly takes: readonly string[];
}
const WANTS: Readonly<Record<string, Wants>> = {
  fhir: { schemes: ['https'], needs: [], takes: ['token'] },
  thingsboard: { schemes: ['mqtts'], needs: ['token'], takes: ['token', 'ca'] },
  webhook: { schemes: ['https'], needs: ['secret'], takes: ['secret', 'kinds'] },
};
const SETTINGS = ['token', 'ca', 'secret', 'kinds'];

function forward(file: unknown, path: Path): Problem[] {
  const kind = textAt(file, [...path, 'kind']) ?? '';
  const wants = WANTS[kind];
  if (!wants) return [];
  const { schemes, needs, takes } = wants;
  return [
    ...inTheClear(file, [...path, 'url'], schemes),
    ...needs
      .filter((key) => !given(file, [...path, key]))
      .map((key) => ({
        path: [...path, key],
        found: 'nothing',
        expected: `the path of a file, or { credential: NAME }: ${kind} needs it`,
      })),
    ...SETTINGS.filter((key) => textAt(file, [...path, key])?.startsWith('whsec_')).map((key) => ({
      path: [...path, key],
      found: 'a secret itself',
      expected: 'the path of a file, or { credential: NAME }: it stands nowhere else',
    })),
    ...SETTINGS.filter((key) => !takes.includes(key) && given(file, [...path, key])).map((key) => ({
      path: [...path, key],
      found: 'a setting',
      expected: `${takes.join(', ')}: that is what ${kind} takes`,
    })),
  ];
}
