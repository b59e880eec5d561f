import Type from 'typebox';

const panelId = Type.String({ maxLength: 64 });

/** `/api/live?panel=ID`; without it, the station's first panel. */
export const PanelQuery = Type.Object({ panel: Type.Optional(panelId) });
export type PanelQuery = Type.Static<typeof PanelQuery>;

/** `/api/panels/{panel}/acts` */
export const PanelPath = Type.Object({ panel: panelId });
export type PanelPath = Type.Static<typeof PanelPath>;
