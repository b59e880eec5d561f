import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  /** Below it: what is wanted, or what is wrong. */
  readonly note?: ComponentChildren;
  readonly value: string;
  readonly secret?: boolean;
  readonly inputMode?: 'numeric';
  readonly autocomplete?: 'username' | 'current-password' | 'one-time-code' | 'off';
  readonly autoCapitalize?: 'off';
  readonly maxLength?: number;
  readonly required?: boolean;
  /** What fits, as a whole; the browser says so before the form is sent. */
  readonly pattern?: string;
  onValue(value: string): void;
}

/** One thing to type, with its name above it. */
export function Field({ label, note, secret = false, onValue, ...its }: FieldProps) {
  const id = useId();
  const input = {
    ...its,
    id,
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => onValue(currentTarget.value),
  };
  return (
    <p class="field">
      <label for={id}>{label}</label>
      {secret ? <input {...input} type="password" /> : <input {...input} />}
      {note !== undefined && (
        <span id={`${id}-note`} class="note">
          {note}
        </span>
      )}
    </p>
  );
}
