import type { ComponentChildren } from 'preact';
import { say } from '../say.ts';
import { Sign, type State } from './Sign.tsx';

/** A shape and a word on the state's ground; without children the word is the state's own. */
export function StatusChip({ state, children }: { readonly state: State; readonly children?: ComponentChildren }) {
  return (
    <span class={`chip ${state}`}>
      <Sign state={state} />
      <span>{children ?? say(`state.${state}`)}</span>
    </span>
  );
}

/** A station or a device that is none: what it says is invented. */
export function DemoMark() {
  return <span class="demo-mark">{say('demo')}</span>;
}
