/** Loaded before the product (`--expose-gc --import`): at SIGWINCH it collects its garbage, so that its memory can be compared. */
process.on('SIGWINCH', () => globalThis.gc?.());
