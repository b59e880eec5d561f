export interface StepsProps {
  /** From 1. */
  readonly now: number;
  readonly of: number;
  /** The same in words. */
  readonly children: string;
}

/** Done, now, to come: the dot that means "here" stands at the step that one is at. */
export function Steps({ now, of, children }: StepsProps) {
  return (
    <p class="steps caption">
      {Array.from({ length: of }, (_, index) => (
        <i key={index} class={index + 1 < now ? 'past' : index + 1 === now ? 'now' : 'next'} aria-hidden="true" />
      ))}
      <span>{children}</span>
    </p>
  );
}
