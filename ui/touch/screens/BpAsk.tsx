import type { Answer } from '../../../kiosk/contract/screen.ts';
import { Choice } from '../../parts/Choice.tsx';
import { Key } from '../../parts/Key.tsx';
import { Frame } from '../Frame.tsx';
import { isLandscape } from '../panel.ts';
import type { ScreenProps } from '../screen-props.ts';

const ANSWERS: readonly Answer[] = ['recent', 'bladder', 'symptoms', 'arm'];

/** One question for all that may stand against measuring now; what was said already stays to be seen. */
export function BpAsk({ screen, ...around }: ScreenProps<'bp.ask'>) {
  const { say, act } = around;
  return (
    <Frame
      {...around}
      class="ask"
      reading={
        <>
          <h1>{say('ask.title')}</h1>
          {!isLandscape(around.view.panel) && <p class="lead">{say('ask.line')}</p>}
        </>
      }
      keys={
        <>
          <div class="pair">
            {ANSWERS.map((answer) => (
              <Choice
                key={answer}
                icon={answer}
                name={say(`ask.${answer}`)}
                line={say(`ask.${answer}.line`)}
                chosen={screen.noted.includes(answer)}
                onPress={() => act({ do: 'answer', answer })}
              />
            ))}
          </div>
          <Key kind="primary" icon="tick" onPress={() => act({ do: 'none' })}>
            {say(screen.noted.length > 0 ? 'ask.no-more.key' : 'ask.none.key')}
          </Key>
        </>
      }
    />
  );
}
