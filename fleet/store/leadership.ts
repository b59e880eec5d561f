import type { Cancel } from '../ports.ts';

/** One member leads: it alone writes states and alarms, judges, sends notices, passes on, prunes. */
export interface Leadership {
  leads(): boolean;
  /** Told at each change. */
  onChange(listener: (leads: boolean) => void): Cancel;
  close(): Promise<void>;
}
