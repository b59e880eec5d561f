import type { Store } from '../../edge-agent/index.ts';
import type { Life } from './life.ts';
import type { Dice } from './random.ts';

/** What the station's memory lies on. It outlives every process. */
export interface Disk {
  /** The product's store over what is on the disk now, for that process. Throws as the product's would. */
  open(life: Life): Store;
  /** The process that had it open dies this instant, `powerCut`: the machine with it. What was not durable may be gone. */
  strike(powerCut: boolean): void;
  /** At the end of the world. */
  close(): void;
  /** A row that waits loses a bit; the payload that it had. Undefined: there is none. */
  damage(): string | undefined;
}

export interface DiskParts {
  /** How long a row is kept after it is settled, days. */
  readonly keepDays: number;
  readonly receipts: boolean;
  readonly dice: Dice;
  /** It takes nothing now. */
  readonly refuses: () => boolean;
  /** Told how many rows were asked for at once. */
  readonly asked: (rows: number) => void;
}
