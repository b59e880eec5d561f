import { Logo } from '../../parts/Ring.tsx';
import type { PageProps } from '../pages/page.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { addressOf, place, tabOf } from '../router.ts';
import { own, say } from '../say.ts';
import { mayKeepAccounts, maySeeAudit } from '../session.ts';
import { Person } from './Person.tsx';
import { Search } from './Search.tsx';

/** Whose console it is, the pages, the districts, what one looks for, and who one is. */
export function TopBar({ me, places, district }: PageProps) {
  const { page } = place.value;
  const districts = places?.districts ?? [];
  const pages = [
    'board',
    'stations',
    'alarms',
    'rounds',
    ...(maySeeAudit(me) ? (['audit'] as const) : []),
    ...(mayKeepAccounts(me) ? (['accounts'] as const) : []),
  ] as const;
  const here = tabOf(page);
  const takesDistrict = ['board', 'stations', 'alarms', 'rounds'].includes(page.name);
  const listed = page.name === 'station' || page.name === 'device' ? ({ name: 'stations' } as const) : page;
  return (
    <header class="top" data-page={page.name}>
      <div class="first">
        <a class="home" href={addressOf({ name: 'board' }, { district })}>
          <Logo />
          <span>{say('app')}</span>
        </a>
        <nav class="pages" aria-label={say('shell.pages')}>
          {pages.map((name) => (
            <a key={name} href={addressOf({ name }, { district })} aria-current={here === name ? 'page' : undefined}>
              {say(`shell.${name}`)}
            </a>
          ))}
        </nav>
        <Search />
        <a class="to-search" href={addressOf({ name: 'stations' }, { district })} aria-label={say('shell.search')}>
          <Glyph name="search" />
        </a>
        <Person me={me} />
      </div>
      {districts.length > 1 && (takesDistrict || listed.name === 'stations') && (
        <nav class="districts" aria-label={say('shell.districts')}>
          {[{ id: '', name: undefined }, ...districts].map(({ id, name }) => (
            <a
              key={id}
              href={addressOf(listed, { ...(takesDistrict && place.value.asked), district: id })}
              aria-current={takesDistrict && id === district ? 'true' : undefined}
            >
              {name ? own(name) : say('shell.all')}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}
