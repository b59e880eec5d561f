import type { ComponentChildren } from 'preact';
import { Key } from '../../parts/Key.tsx';
import type { Around } from '../screen-props.ts';
import { Message } from './Message.tsx';

export interface YoursProps extends Around {
  readonly line: string;
  /** The numbers. */
  readonly children: ComponentChildren;
}

/** Whose is it? The two answers are the same size: neither is the better one to give. */
export function Yours({ line, children, ...around }: YoursProps) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      class="yours"
      title={say('yours.title')}
      line={line}
      picture={<div class="measured">{children}</div>}
      keys={
        <>
          <Key onPress={() => act({ do: 'mine' })}>{say('yours.yes.key')}</Key>
          <Key onPress={() => act({ do: 'not-mine' })}>{say('yours.no.key')}</Key>
        </>
      }
    />
  );
}
