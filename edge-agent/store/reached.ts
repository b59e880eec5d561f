import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';

/** How far commits were confirmed: what is lost with the log, and would pass for a torn end of it, is found out by this. */
export interface Reached {
  /**
   * Every sequence up to here was on disk when it was written; 0 when nothing is known. After a kill it is the very last
   * one, after a power cut perhaps an earlier one, never a later.
   */
  readonly known: number;
  /** After the commit, never before it. Not synchronised: it costs microseconds, and the disk has it within the minute. */
  note(sequence: number): void;
  close(): void;
}

const DIGITS = 15; // a safe integer, whatever they are

/** A small file beside the database, written over in place. A disk that refuses it takes a safeguard away, and nothing else. */
export function openReached(file: string): Reached {
  const known = attempt(() => numberIn(readFileSync(file, 'latin1'))) ?? 0;
  const open = (): number => openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o600);
  let out = attempt(open);
  return {
    known,
    note(sequence) {
      const number = String(sequence).padStart(DIGITS, '0');
      attempt(() => {
        out ??= open(); // the disk may have refused it before
        writeSync(out, `${number} ${number}\n`, 0);
      });
    },
    close() {
      const last = out;
      if (last !== undefined) attempt(() => closeSync(last));
      out = undefined;
    },
  };
}

/** Said twice: noise says nothing. */
function numberIn(line: string): number {
  const [one, other] = line.trimEnd().split(' ');
  return one !== undefined && one === other && /^\d{15}$/.test(one) ? Number(one) : 0;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
