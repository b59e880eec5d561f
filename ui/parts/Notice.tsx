import { Icon, type IconName } from './Icon.tsx';
import { Sentences } from './Sentences.tsx';

/** One sentence about a state, on that state's ground. */
export function Notice({
  state,
  icon,
  children,
}: {
  state: 'ok' | 'warn' | 'off' | 'danger';
  icon: IconName;
  children: string;
}) {
  return (
    <p class={`notice ${state}`}>
      <Icon name={icon} />
      <span>
        <Sentences>{children}</Sentences>
      </span>
    </p>
  );
}

export function Phone({ name, number }: { readonly name: string; readonly number: string }) {
  return (
    <p class="phone">
      <Icon name="phone" />
      <span>
        <span class="caption">{name}</span>
        <strong>{number}</strong>
      </span>
    </p>
  );
}
