import type { PanelVisits } from './visits.ts';

/** The station's panels; the first is the default. */
export interface Panels {
  find(panelId: string | undefined): PanelVisits | undefined;
}

export const panelsOf = (all: readonly PanelVisits[]): Panels => ({
  find: (panelId) => (panelId === undefined ? all[0] : all.find((panel) => panel.panelId === panelId)),
});
