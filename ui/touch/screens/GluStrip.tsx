import { DropToStrip, StripIntoMeter } from '../../parts/pictures/Meter.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Frame } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';

/** Two pictures; the meter notices the strip and the drop by itself, so there is nothing to press. */
export function GluStrip(around: Around) {
  const { say } = around;
  return (
    <Frame
      {...around}
      class="glu-strip"
      reading={
        <>
          <h1>{say('strip.title')}</h1>
          <ol class="steps">
            <li>
              <div class="frame">
                <StripIntoMeter />
              </div>
              <p>
                <strong>1</strong>
                <Sentences>{say('strip.insert')}</Sentences>
              </p>
            </li>
            <li>
              <div class="frame">
                <DropToStrip />
              </div>
              <p>
                <strong>2</strong>
                <Sentences>{say('strip.drop')}</Sentences>
              </p>
            </li>
          </ol>
          <div class="next">
            <p>{say('strip.wait')}</p>
            <p>{say('strip.bin')}</p>
          </div>
        </>
      }
    />
  );
}
