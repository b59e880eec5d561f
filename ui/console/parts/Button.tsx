import type { ComponentChildren } from 'preact';

interface ButtonProps {
  readonly onPress?: () => void;
  readonly kind?: 'plain' | 'primary' | 'danger';
  /** Sends the form that it stands in. */
  readonly submit?: boolean;
  /** Asked already, not answered yet: it stays where it is and does nothing. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** For a reader of the page, where the words alone do not say of what. */
  readonly label?: string | undefined;
  readonly children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { onPress, kind = 'plain', submit = false, busy = false, disabled = false, label, children } = props;
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`button ${kind}`}
      aria-disabled={busy || undefined}
      aria-label={label}
      disabled={disabled}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
