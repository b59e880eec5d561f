/** Members of the fleet service in processes of their own, to be killed and begun again. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aProcess, type Process } from '../process.ts';

export interface MemberParts {
  /** `postgres://…`, or the folder of the two SQLite files. */
  readonly database: string;
  readonly url: string;
  readonly number: number;
  readonly of: number;
}

/** What it says of itself each second. */
export interface MemberFigures {
  readonly online: boolean;
  readonly received: number;
  readonly committed: number;
  readonly repeats: number;
  readonly receipts: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly inbox: { readonly messages: number; readonly bytes: number };
  readonly commitMs: number;
  readonly cpuPercent: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

export interface Member {
  /** The last that it has said, of whichever of its lives. */
  figures(): MemberFigures | undefined;
  /** Ends it, and begins it anew; at once, or when asked. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  pid(): number | undefined;
  lines(): readonly string[];
}

/** A member is begun so often that reading its code would be most of what it does. */
const COMPILED = join(tmpdir(), 'yike-member-compiled');
const FILE = join(import.meta.dirname, 'member.ts');

/** Running, and heard by the broker. */
export async function aMember(parts: MemberParts): Promise<Member> {
  let running: Process | undefined;
  const start = async (): Promise<void> => {
    running = aProcess([FILE, JSON.stringify(parts)], { NODE_COMPILE_CACHE: COMPILED });
    await running.says((line) => line === 'listening');
  };
  await start();
  return {
    figures() {
      const line = running?.out.findLast((said) => said.startsWith('{'));
      return line === undefined ? undefined : JSON.parse(line);
    },
    kill: async (signal = 'SIGKILL') => running?.kill(signal),
    start,
    pid: () => running?.child.pid,
    lines: () => running?.lines ?? [],
  };
}
