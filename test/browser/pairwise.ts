/** Which cells CI audits: each in each language, the panels and text sizes dealt out so that every screen meets all of them. */
import { type Cell, cells } from '../gallery-cells.ts';
import { LANGUAGES, LOOKS, type Look, PANELS } from '../looks.ts';

export interface LookedAt {
  readonly look: Look;
  readonly cell: Cell;
}

export interface Dealt extends LookedAt {
  /** Once for each cell, in one language or the other: with the audits that take their time, of pixels and of what moves. */
  readonly thorough: boolean;
}

type Frame = Pick<Look, 'panel' | 'textSize'>;

const FRAMES: readonly Frame[] = (['portrait', 'landscape'] as const).flatMap((panel) =>
  PANELS[panel].textSizes.map((textSize) => ({ panel, textSize })),
);

/** The part of a cell's name that says which screen it shows. */
export const screenOf = ({ name }: Cell): string => name.split(' · ')[0] ?? '';

/** Every cell in every look, or in some. */
export const everyCell = (looks: readonly Look[] = LOOKS): LookedAt[] =>
  looks.flatMap((look) => cells(look).map((cell) => ({ look, cell })));

/** Deals the frames out in turn, and starts again with a screen's cells until it has met every frame; the same in each run. */
export function pairwise(): Dealt[] {
  const byLook = everyCell();
  const ofScreen = Map.groupBy(byLook, ({ cell }) => screenOf(cell));
  let dealt = 0;
  return [...ofScreen].flatMap(([, looked]) => {
    const names = [...new Set(looked.map(({ cell }) => cell.name))];
    const wanted = LANGUAGES.flatMap((language) => names.map((name) => ({ language, name })));
    const count = Math.max(wanted.length, FRAMES.length);
    return Array.from({ length: count }, (_, index) => {
      const { language, name } = wanted[index % wanted.length] ?? {};
      const { panel, textSize } = FRAMES[dealt++ % FRAMES.length] ?? {};
      const found = looked.find(
        ({ look, cell }) =>
          cell.name === name && look.language === language && look.panel === panel && look.textSize === textSize,
      );
      const round = Math.floor(index / names.length);
      return found && { ...found, thorough: round === (index % names.length) % 2 };
    }).filter((one) => one !== undefined);
  });
}
