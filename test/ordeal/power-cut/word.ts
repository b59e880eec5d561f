import type { Change } from './recording.ts';

/** Where the process under test gives its word; not of the product, so never lost. */
export const WORD_FILE = 'confirmed';

/** What the process has said so far: of each event its SHA-256, and how far it was about to acknowledge, to mark as receipted and to purge. */
export interface Word {
  readonly saved: ReadonlyMap<number, string>;
  readonly acknowledged: number;
  readonly receipted: number;
  readonly purged: number;
}

export class Listener implements Word {
  readonly saved = new Map<number, string>();
  acknowledged = 0;
  receipted = 0;
  purged = 0;

  /** Line by line, as the process writes it. */
  hear(text: string): void {
    for (const line of text.split('\n').filter((line) => line !== '')) {
      const [what, sequence, hash] = line.split(' ');
      if (what === 'saved' && hash) this.saved.set(Number(sequence), hash);
      else if (what === 'acknowledge') this.acknowledged = Number(sequence);
      else if (what === 'receipt') this.receipted = Number(sequence);
      else if (what === 'purge') this.purged = Number(sequence);
      else throw new Error(`not a word of the child: ${line}`);
    }
  }
}

/** The words that stand in the log, from its first to its last. */
export function wordsOf(changes: readonly Change[]): Listener {
  const listener = new Listener();
  for (const change of changes) {
    if (change.kind === 'write' && change.name === WORD_FILE) listener.hear(Buffer.from(change.bytes).toString());
  }
  return listener;
}
