/** The service, asked by the types of its contract. Who is not signed in (any more) is shown the sign-in. */
import type { Account, Accounts, Credentials } from '../../fleet/contract/accounts.ts';
import type { AlarmActed, AlarmActs, AlarmList, AlarmPage, AlarmQuery } from '../../fleet/contract/alarms.ts';
import type { AuditList } from '../../fleet/contract/audit.ts';
import type { Board } from '../../fleet/contract/board.ts';
import type { Places } from '../../fleet/contract/places.ts';
import type { Problem } from '../../fleet/contract/problem.ts';
import type { Rounds } from '../../fleet/contract/rounds.ts';
import type { Me, People, SignIn } from '../../fleet/contract/session.ts';
import type { DevicePage, StationPage } from '../../fleet/contract/stations.ts';

const ANSWER_WITHIN_MS = 10_000;
/** The one answer of megabytes: on a phone's line it takes its time, and is shown while it comes. */
const LIST_WITHIN_MS = 60_000;

/** An answer of more characters is read, parsed and shown in tasks of their own: none of them keeps a hand waiting. */
const LARGE = 100_000;
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** `status` 0: there was no answer. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, { code, message }: Problem) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const noAnswer = (): Refused => new Refused(0, { code: 'no-answer', message: '' });

let onSignedOut: () => void = () => {};
export const whenSignedOut = (action: () => void): void => {
  onSignedOut = action;
};

type Method = 'GET' | 'POST' | 'DELETE';

/** @throws {Refused} */
async function answerTo(method: Method, path: string, body?: object, withinMs = ANSWER_WITHIN_MS): Promise<Response> {
  const answer = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(withinMs),
  }).catch(() => {
    throw noAnswer();
  });
  if (answer.ok) return answer;
  if (answer.status === 401 && path !== '/api/session') onSignedOut();
  throw new Refused(answer.status, problemIn(await textOf(answer)));
}

const textOf = (answer: Response): Promise<string> =>
  answer.text().catch(() => {
    throw noAnswer();
  });

/** @throws {Refused} */
async function request<T>(method: Method, path: string, body?: object): Promise<T> {
  const text = await textOf(await answerTo(method, path, body));
  if (text.length > LARGE) await breath();
  const said = (text === '' ? undefined : JSON.parse(text)) as T;
  if (text.length > LARGE) await breath();
  return said;
}

function problemIn(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return { code: 'unknown', message: '' };
  }
}

const get = <T>(path: string): Promise<T> => request<T>('GET', path);
const post = <T>(path: string, body: object = {}): Promise<T> => request<T>('POST', path, body);
const query = (asked: Readonly<Record<string, string | number | undefined>>): string => {
  const said = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
};
const station = (stationId: string): string => `/api/stations/${encodeURIComponent(stationId)}`;
const account = (name: string): string => `/api/accounts/${encodeURIComponent(name)}`;

export const api = {
  signIn: (as: SignIn) => post<Me>('/api/session', as),
  signOut: () => request<void>('DELETE', '/api/session'),
  me: () => get<Me>('/api/me'),
  people: () => get<People>('/api/people'),
  places: () => get<Places>('/api/places'),
  board: () => get<Board>('/api/board'),
  stations: () => answerTo('GET', '/api/stations', undefined, LIST_WITHIN_MS),
  station: (stationId: string) => get<StationPage>(station(stationId)),
  device: (stationId: string, deviceId: string, days: number) =>
    get<DevicePage>(`${station(stationId)}/devices/${encodeURIComponent(deviceId)}${query({ days })}`),
  maintain: (stationId: string, minutes: number, reason: string) =>
    post<void>(`${station(stationId)}/maintenance`, { minutes, reason }),
  endMaintenance: (stationId: string) => request<void>('DELETE', `${station(stationId)}/maintenance`),
  giveUpGap: (stationId: string, through: number, reason: string) =>
    post<void>(`${station(stationId)}/gap`, { through, reason }),
  alarms: (asked: AlarmQuery) => get<AlarmList>(`/api/alarms${query(asked)}`),
  alarm: (id: number) => get<AlarmPage>(`/api/alarms/${id}`),
  act: (acts: AlarmActs) => post<AlarmActed>('/api/alarms/acts', acts),
  rounds: (district?: string) => get<Rounds>(`/api/rounds${query({ district })}`),
  audit: (before?: number) => get<AuditList>(`/api/audit${query({ before })}`),
  accounts: () => get<Accounts>('/api/accounts'),
  openAccount: (opened: Pick<Account, 'name' | 'displayName' | 'role' | 'districts'>) =>
    post<Credentials>('/api/accounts', opened),
  resetAccount: (name: string) => post<Credentials>(`${account(name)}/reset`),
  disableAccount: (name: string, disabled: boolean) => post<void>(`${account(name)}/disabled`, { disabled }),
};
