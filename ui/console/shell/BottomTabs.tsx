import { Logo } from '../../parts/Ring.tsx';
import type { PageProps } from '../pages/page.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { addressOf, place, tabOf } from '../router.ts';
import { say } from '../say.ts';

const TABS = [
  { name: 'board', glyph: undefined },
  { name: 'alarms', glyph: 'alarm' },
  { name: 'rounds', glyph: 'rounds' },
  { name: 'stations', glyph: 'stations' },
] as const;

/** On a phone: where the thumb is. */
export function BottomTabs({ district }: PageProps) {
  const { page } = place.value;
  const here = tabOf(page);
  return (
    <nav class="bottom" aria-label={say('shell.pages')}>
      {TABS.map(({ name, glyph }) => (
        <a key={name} href={addressOf({ name }, { district })} aria-current={here === name ? 'page' : undefined}>
          {glyph ? <Glyph name={glyph} /> : <Logo />}
          {say(`shell.${name}`)}
        </a>
      ))}
    </nav>
  );
}
