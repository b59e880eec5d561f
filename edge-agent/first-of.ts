/**
 * A signal that is aborted with the first of these; disposed of once nobody listens to it any more. Not `AbortSignal.any`:
 * the runtime itself holds one of those, and whatever listens to it, until one of its sources is aborted.
 */
export function firstOf(...signals: readonly AbortSignal[]): { readonly signal: AbortSignal } & Disposable {
  const either = new AbortController();
  const abort = (): void => either.abort();
  for (const signal of signals) {
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  }
  return {
    signal: either.signal,
    [Symbol.dispose]() {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
