import type { Page } from 'playwright-core';

/** How much slower than this machine a small board is, as the bench takes it. */
export const BOARD = 4;

/** From here on the page's process has only so large a part of the CPU: 1 is all of it, 4 a quarter. */
export async function throttle(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** How a row says it. */
export const onBoard = (what: string, rate: number): string =>
  rate !== BOARD ? what : `${what}, a quarter of the CPU`;
