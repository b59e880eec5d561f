/** A terminal tells the whole group of an interrupt, and the bootstrap hands on its own: within a second it is one wish. */
const SAME_WISH_MS = 1000;

/** Resolves at Ctrl-C or when the service manager asks for the end; whoever asks again does not want to wait. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const stop = (): void => {
      if (askedAt !== undefined && performance.now() - askedAt > SAME_WISH_MS) process.exit(2);
      askedAt ??= performance.now();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
