/** The console's own small pictures, always beside a word. */
import type { ComponentChild } from 'preact';

const DRAWINGS = {
  search: <path d="M10.5 3a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15ZM16 16l5 5" />,
  alarm: <path d="M12 3 22 20H2Z" />,
  rounds: <path d="M4 11a8 8 0 0 1 14-4.5L20 8M20 4v4h-4M20 13a8 8 0 0 1-14 4.5L4 16M4 20v-4h4" />,
  stations: <path d="M4 6h16M4 12h16M4 18h16" />,
  back: <path d="M15 4 7 12l8 8" />,
  on: <path d="m9 4 8 8-8 8" />,
  person: <path d="M12 3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM3.5 21c.6-4.6 4-7 8.5-7s7.9 2.4 8.5 7" />,
  tick: <path d="m4 13 5 5L20 6" />,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.5" />,
} satisfies Record<string, ComponentChild>;

export type GlyphName = keyof typeof DRAWINGS;

export function Glyph({ name }: { readonly name: GlyphName }) {
  return (
    <svg
      class="glyph"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
