import { Key } from '../../parts/Key.tsx';
import { Posture } from '../../parts/pictures/Posture.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Frame } from '../Frame.tsx';
import type { ScreenProps } from '../screen-props.ts';

const PICTURES = [1, 2, 3, 4, 5, 6] as const;

/** How to sit, one thing after the other; the picture says it, the title repeats it. */
export function BpPosture({ screen, ...around }: ScreenProps<'bp.posture'>) {
  const { say, act } = around;
  const step = PICTURES.find((picture) => picture === screen.picture) ?? 1;
  return (
    <Frame
      key={step}
      {...around}
      class="message posture"
      reading={
        <>
          <h1>
            <Sentences>{say(`posture.${step}`)}</Sentences>
          </h1>
          <p class="lead">{say('posture.count', { now: step, of: PICTURES.length })}</p>
          <div class="frame">
            <Posture step={step} />
          </div>
        </>
      }
      keys={
        <Key kind="primary" icon="tick" onPress={() => act({ do: 'next' })}>
          {say('posture.next.key')}
        </Key>
      }
    />
  );
}
