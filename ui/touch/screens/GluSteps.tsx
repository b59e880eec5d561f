/** What leads to a drop on the strip, one act each; most of it the meter notices by itself. */
import { Key } from '../../parts/Key.tsx';
import { DropOnFinger, PrickFinger } from '../../parts/pictures/Finger.tsx';
import { MeterOnCable, StripIntoMeter } from '../../parts/pictures/Meter.tsx';
import { Washing } from '../../parts/pictures/Washing.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Frame } from '../Frame.tsx';
import type { Around, ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';
import { StripsAtHand } from './StripsAtHand.tsx';
import { Timer } from './Timer.tsx';

export function GluWash({ screen, ...around }: ScreenProps<'glu.wash'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say('wash.title')}
      line={say('wash.line')}
      picture={<Washing />}
      more={
        <p class="next countdown" role="timer">
          <Ring size="small" share={1 - screen.secondsLeft / screen.ofSeconds}>
            <strong class="seconds">{screen.secondsLeft}</strong>
          </Ring>
          {say('wash.on')}
        </p>
      }
      keys={
        <Key kind="primary" icon="tick" onPress={() => act({ do: 'next' })}>
          {say('wash.next.key')}
        </Key>
      }
    />
  );
}

export function GluStrip({ screen, ...around }: ScreenProps<'glu.strip'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say('strip.title')}
      line={say(screen.unplug ? 'strip.line.off' : 'strip.line')}
      picture={<StripIntoMeter />}
      more={screen.strips && <StripsAtHand {...around} strips={screen.strips} />}
      keys={
        <Key kind="primary" icon="tick" onPress={() => act({ do: 'next' })}>
          {say('strip.next.key')}
        </Key>
      }
    />
  );
}

export function GluDrop(around: Around) {
  const { say, act } = around;
  return (
    <Frame
      {...around}
      class="message drop"
      reading={
        <>
          <h1>{say('drop.title')}</h1>
          <div class="frames">
            <div class="frame">
              <PrickFinger />
            </div>
            <div class="frame">
              <DropOnFinger />
            </div>
          </div>
          <div class="next more">
            <p>{say('drop.lancet')}</p>
            <p>{say('drop.touch')}</p>
            <p>
              <Sentences>{say('drop.bin')}</Sentences>
            </p>
          </div>
        </>
      }
      keys={
        <Key kind="primary" icon="tick" onPress={() => act({ do: 'next' })}>
          {say('drop.next.key')}
        </Key>
      }
    />
  );
}

export function GluWait({ screen: { secondsLeft, ofSeconds }, ...around }: ScreenProps<'glu.wait'>) {
  const { say } = around;
  return (
    <Message
      {...around}
      title={say('glu.wait.title')}
      line={say('glu.wait.line')}
      timer={<Timer secondsLeft={secondsLeft} ofSeconds={ofSeconds} unit={say('glu.wait.unit')} />}
    />
  );
}

/** A meter with a memory: nothing is to be touched here, it goes on when the meter is back on its cable. */
export function GluPlug({ screen: { reading }, ...around }: ScreenProps<'glu.plug'>) {
  const { say } = around;
  return (
    <Message
      {...around}
      title={say(reading ? 'plug.reading.title' : 'plug.title')}
      line={say(reading ? 'plug.reading.line' : 'plug.line')}
      picture={<MeterOnCable />}
    />
  );
}
