/** In which ways every screen can be looked at: language, panel, size of the text. */
import type { Language, TextSize, View } from '../kiosk/contract/screen.ts';

export interface Look {
  readonly language: Language;
  readonly panel: keyof typeof PANELS;
  readonly textSize: TextSize;
}

export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

/** The two panels of the product, each with the sizes of text that it has room for. */
export const PANELS = {
  portrait: { diagonalInch: 21.5, widthPx: 1080, heightPx: 1920, textSizes: [1, 1.25, 1.5] },
  landscape: { diagonalInch: 10.1, widthPx: 1280, heightPx: 800, textSizes: [1, 1.25] },
} as const satisfies Record<string, Omit<View['panel'], 'id'> & { readonly textSizes: readonly TextSize[] }>;

export const LOOKS: readonly Look[] = (['portrait', 'landscape'] as const).flatMap((panel) =>
  PANELS[panel].textSizes.flatMap((textSize) => LANGUAGES.map((language) => ({ language, panel, textSize }))),
);

export const ZH: Look = { language: 'zh-CN', panel: 'portrait', textSize: 1 };
export const EN: Look = { language: 'en', panel: 'portrait', textSize: 1 };

export const lookName = ({ language, panel, textSize }: Look): string => `${language} ${panel} ${textSize}`;

/** The look of that name; or else all whose names begin so. */
export function looksNamed(name: string): readonly Look[] {
  const exactly = LOOKS.filter((look) => lookName(look) === name);
  return exactly.length > 0 ? exactly : LOOKS.filter((look) => lookName(look).startsWith(name));
}
