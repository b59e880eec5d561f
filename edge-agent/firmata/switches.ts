/** Switches that stand still. LOW is the good side of each: a cut wire reads as the other, by its pull-up. Knows no Firmata. */
import type { Cancel, Clock } from '../ports.ts';

export interface Switches<N extends string> {
  hear(name: N, high: boolean): void;
  /** Undefined: it has not stood still yet. */
  isGood(name: N): boolean | undefined;
  forget(): void;
}

export function openSwitches<N extends string>({
  debounceMs,
  clock,
  settled,
}: {
  readonly debounceMs: (name: N) => number;
  readonly clock: Clock;
  readonly settled: () => void;
}): Switches<N> {
  const heard = new Map<N, { readonly good: boolean; readonly settles: Cancel }>();
  const good = new Map<N, boolean>();
  return {
    hear(name, high) {
      const before = heard.get(name);
      if (before?.good === !high) return;
      before?.settles();
      const settles = clock.at(clock.now() + debounceMs(name), () => {
        good.set(name, !high);
        settled();
      });
      heard.set(name, { good: !high, settles });
    },
    isGood: (name) => good.get(name),
    forget() {
      for (const { settles } of heard.values()) settles();
      heard.clear();
      good.clear();
    },
  };
}
