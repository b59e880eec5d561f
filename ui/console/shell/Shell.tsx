import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { connection } from '../live.ts';
import type { PageProps } from '../pages/page.ts';
import { place } from '../router.ts';
import { say } from '../say.ts';
import { BottomTabs } from './BottomTabs.tsx';
import { TopBar } from './TopBar.tsx';

/** What stands around every page. A new page takes the focus, so that a reader begins where it begins. */
export function Shell({ children, ...props }: PageProps & { readonly children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const { page } = place.value;
  const where = JSON.stringify(page);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [where]);
  return (
    <>
      <a class="skip" href="#main">
        {say('shell.skip')}
      </a>
      <TopBar {...props} />
      {connection.value === 'lost' && (
        <p class="lost" role="status">
          {say('shell.lost')}
        </p>
      )}
      <main id="main" ref={main} tabIndex={-1} class={`page ${page.name}-page`}>
        {children}
      </main>
      <BottomTabs {...props} />
    </>
  );
}
