import type { Recycling } from '../edge-agent/index.ts';

/** Of a station without bins. */
export const NO_RECYCLING: Recycling = {
  offers: () => [],
  begin: () => 'busy',
  finish: () => {},
  view: () => undefined,
  onPrompt: () => () => {},
  onChange: () => () => {},
  close: async () => {},
};
