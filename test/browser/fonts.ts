import type { Page } from 'playwright-core';

/** The fonts that Chromium really draws this text with, on the page's own styles. */
export async function fontsOf(page: Page, text: string, lang: string): Promise<string[]> {
  await page.evaluate(
    ([text, lang]) => {
      const probe = document.createElement('p');
      probe.id = 'font-probe';
      probe.lang = lang;
      probe.textContent = text;
      document.body.append(probe);
      probe.getBoundingClientRect(); // laid out: before that it has no letters
    },
    [text, lang] as const,
  );
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#font-probe' });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    return fonts.map(({ familyName }) => familyName);
  } finally {
    await session.detach();
    await page.evaluate(() => document.getElementById('font-probe')?.remove());
  }
}
