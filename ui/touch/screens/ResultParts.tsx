/** What blood pressure and glucose results have in common below their numbers. */
import type { Level, Saved } from '../../../kiosk/contract/screen.ts';
import { Key } from '../../parts/Key.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Shape, type State } from '../../parts/shapes.tsx';
import type { Say } from '../say.ts';
import type { Around } from '../screen-props.ts';

export function Verdict({ state, children }: { readonly state: State; readonly children: string }) {
  return (
    <p class={`verdict ${state}`}>
      {state !== 'plain' && <Shape state={state} />}
      {children}
    </p>
  );
}

export function SavedNotice({ saved, say }: { readonly saved: Saved; readonly say: Say }) {
  switch (saved) {
    case 'saved':
      return (
        <Notice state="ok" icon="tick">
          {say('saved.saved')}
        </Notice>
      );
    case 'shown-only':
      return (
        <Notice state="off" icon="eye">
          {say('saved.shown-only')}
        </Notice>
      );
    case 'not-saved':
      return (
        <Notice state="warn" icon="pencil">
          {say('saved.not-saved')}
        </Notice>
      );
    default:
      return saved satisfies never;
  }
}

/** Whether it is kept, and what it is not. */
export function Facts({ saved, say }: { readonly saved: Saved; readonly say: Say }) {
  return (
    <div class="facts">
      <SavedNotice saved={saved} say={say} />
      <p>{say('result.no-diagnosis')}</p>
    </div>
  );
}

export interface ResultKeysProps extends Pick<Around, 'say' | 'act'> {
  readonly level: Level;
  /** To the other page, where there is one. */
  readonly page: preact.ComponentChildren;
}

/** The way on is primary: measuring again where that is the next step, else to be done. */
export function ResultKeys({ say, act, level, page }: ResultKeysProps) {
  const again = level === 'repeat';
  return (
    <div class="row">
      {page}
      <Key kind={again ? 'primary' : 'secondary'} onPress={() => act({ do: 'again' })}>
        {say('again')}
      </Key>
      <Key kind={again ? 'secondary' : 'primary'} onPress={() => act({ do: 'done' })}>
        {say('done')}
      </Key>
    </div>
  );
}

export const bandNames = (say: Say) => ({
  low: say('band.low'),
  'in-range': say('band.in-range'),
  'a-bit-high': say('band.a-bit-high'),
  high: say('band.high'),
  'very-high': say('band.very-high'),
});
