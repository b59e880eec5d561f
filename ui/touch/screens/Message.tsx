/** Title, one sentence, a picture, then keys: the shape of most screens. */
import type { ComponentChildren } from 'preact';
import { Phone } from '../../parts/Notice.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Frame, type FrameProps } from '../Frame.tsx';

export interface MessageProps extends Omit<FrameProps, 'reading'> {
  readonly title: string;
  readonly line: string;
  readonly picture?: ComponentChildren;
  /** Instead of a picture: a wait. */
  readonly timer?: preact.JSX.Element;
  /** Below the picture; on a low panel below the sentence, beside the picture. */
  readonly more?: ComponentChildren;
  /** Names the staff's phone. */
  readonly phone?: boolean;
  /** A problem's code, small, for the staff. */
  readonly code?: string;
}

export function Message({
  title,
  line,
  picture,
  timer,
  more,
  phone = false,
  code,
  class: kind = '',
  ...frame
}: MessageProps) {
  const { say, view } = frame;
  return (
    <Frame
      {...frame}
      class={`message ${timer ? 'waiting' : ''} ${kind}`}
      reading={
        <>
          <h1>
            <Sentences>{title}</Sentences>
          </h1>
          <p class="lead">
            <Sentences>{line}</Sentences>
          </p>
          {timer ?? <div class="frame">{picture}</div>}
          {(more || phone || code) && (
            <div class="more">
              {more}
              {phone && <Phone name={say('staff.phone')} number={view.station.phone} />}
              {code && <span class="code">{code}</span>}
            </div>
          )}
        </>
      }
    />
  );
}
