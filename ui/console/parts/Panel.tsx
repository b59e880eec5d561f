import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface PanelProps {
  readonly title: string;
  readonly count?: number | undefined;
  /** At the right end of its head: a note, a key. */
  readonly aside?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A part of a page, with a head that ends in a rule as a departure board's does. */
export function Panel({ title, count, aside, class: more = '', children }: PanelProps) {
  const id = useId();
  return (
    <section class={`panel ${more}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {title}
          {count !== undefined && <span class="count"> {count}</span>}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
