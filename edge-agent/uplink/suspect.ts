/**
 * Which row makes the line die, where the broker gives no reason for it: MQTT 3.1.1 has no codes for one message, and even
 * MQTT 5 brokers hang up on some. A row is to blame when five connections in a row died with it at the head, and the next
 * one then passed alone; when that does not pass either, the line is to blame. Pure, and of this process's life.
 */
export type Plan =
  /** Nothing is suspected: as many at once as the window allows. */
  | { readonly send: 'all' }
  /** From its head on, the first alone, so that it is known who is to blame. */
  | { readonly send: 'alone' }
  /** The row behind the suspect, and nothing else. */
  | { readonly send: 'behind'; readonly suspect: number };

const DEATHS = 5;
/** One death is a line that was cut, as lines are. */
const ALONE_AFTER = 2;

export function openSuspect() {
  let row = 0;
  let deaths = 0;
  const acquit = (): void => {
    row = 0;
    deaths = 0;
  };
  return {
    plan(): Plan {
      if (deaths >= DEATHS) return { send: 'behind', suspect: row };
      return { send: deaths >= ALONE_AFTER ? 'alone' : 'all' };
    },
    /** The line died while this row was the oldest without an answer; undefined: none was on its way. */
    died(head: number | undefined): void {
      if (deaths >= DEATHS)
        acquit(); // the one behind it did not pass either
      else if (head !== undefined) {
        deaths = head === row ? deaths + 1 : 1;
        row = head;
      }
    },
    /** The broker took this row. True when that convicts the one before it. */
    passed(sequence: number): boolean {
      const convicted = deaths >= DEATHS && sequence > row;
      if (sequence >= row) acquit();
      return convicted;
    },
  };
}
export type Suspect = ReturnType<typeof openSuspect>;
