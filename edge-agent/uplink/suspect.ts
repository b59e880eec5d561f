/**
 * Which row makes the line die, where the broker gives no reason for it: MQTT 3.1.1 has no codes for one message, and even
 * MQTT 5 brokers hang up on some. A row is to blame when five connections in a row died with it at the head, and then three
 * times over another one passed alone and it ended that same line. When the other does not pass either, the line is to
 * blame, or that one too: what a broker does not stand often comes in rows. So one that failed a few times in its turn is
 * left out, and the one behind it has to pass. Pure, and of this process's life.
 */
export type Plan =
  /** Nothing is suspected: as many at once as the window allows. */
  | { readonly send: 'all' }
  /** From its head on, the first alone, so that it is known who is to blame. */
  | { readonly send: 'alone' }
  /** The row so far behind the suspect, and nothing else. */
  | { readonly send: 'behind'; readonly suspect: number; readonly distance: number };

const DEATHS = 5;
/** One death is a line that was cut, as lines are. */
const ALONE_AFTER = 2;
/** So often a row behind may fail by chance before a further one overtakes it. */
const FAILURES = 3;
const FURTHEST = 16;
/** So often the line bears another row, and the suspect ends it: a line that is bad of itself may happen to end with it once. */
const PROOFS = 3;

export function openSuspect() {
  let row = 0;
  let deaths = 0;
  let distance = 1;
  let failures = 0;
  let proofs = 0;
  const suspected = (sequence: number): void => {
    row = sequence;
    deaths = 0;
    distance = 1;
    failures = 0;
    proofs = 0;
  };
  const failed = (): void => {
    deaths = 0;
    proofs = 0;
    if (++failures < FAILURES) return;
    failures = 0;
    distance = (distance % FURTHEST) + 1;
  };
  return {
    plan(): Plan {
      if (deaths >= DEATHS) return { send: 'behind', suspect: row, distance };
      return { send: deaths >= ALONE_AFTER ? 'alone' : 'all' };
    },
    /** The line died while this row was the oldest without an answer; undefined: none was on its way. */
    died(head: number | undefined): void {
      if (deaths >= DEATHS)
        failed(); // the one behind it did not pass either
      else if (head !== undefined) {
        if (head !== row) suspected(head);
        deaths++;
      }
    },
    /** There was none behind it that could have passed: the count begins anew. */
    unmatched(): void {
      deaths = 0;
    },
    /** The broker took this row. True when that convicts the one before it. */
    passed(sequence: number): boolean {
      const proved = deaths >= DEATHS && sequence > row;
      if (proved && ++proofs < PROOFS) {
        deaths = DEATHS - 1; // and now the suspect, on the line that has just borne another
        return false;
      }
      if (sequence >= row) suspected(0);
      return proved;
    },
  };
}
export type Suspect = ReturnType<typeof openSuspect>;
