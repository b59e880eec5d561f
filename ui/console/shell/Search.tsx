import { useEffect, useRef, useState } from 'preact/hooks';
import { Glyph } from '../parts/Glyph.tsx';
import { go, place } from '../router.ts';
import { say } from '../say.ts';

/** Finds stations by name, community or id: on the list of them, as one types. `/` comes here from anywhere, Escape leaves. */
export function Search() {
  const box = useRef<HTMLInputElement>(null);
  const { page, asked } = place.value;
  const sought = page.name === 'stations' ? (asked.q ?? '') : '';
  const [typed, setTyped] = useState(sought);
  useEffect(() => setTyped(sought), [sought]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      box.current?.focus();
      box.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const seek = (q: string): void => {
    const { page, asked } = place.peek();
    go({ name: 'stations' }, { ...(page.name === 'stations' && asked), district: asked.district ?? '', q });
    box.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: `search` is a landmark that older browsers do not know
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        seek(typed.trim());
      }}
    >
      <label>
        <Glyph name="search" />
        <span class="unseen">{say('shell.search')}</span>
        <input
          ref={box}
          type="search"
          value={typed}
          placeholder={say('shell.search')}
          autocomplete="off"
          spellcheck={false}
          maxLength={60}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Escape') currentTarget.blur();
          }}
        />
        <span class="by-key" aria-hidden="true">
          /
        </span>
      </label>
    </form>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
