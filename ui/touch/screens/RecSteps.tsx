/** What leads from a material to its weight: the bin says by itself how far it is. */

import { useEffect } from 'preact/hooks';
import type { Material } from '../../../kiosk/contract/screen.ts';
import { soundChime } from '../../parts/alarm.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { DoorCloses, DoorOpens, HandAway, MadeReady, OnScale, PutIn } from '../../parts/pictures/Bin.tsx';
import { kilograms } from '../kilograms.ts';
import { isLandscape } from '../panel.ts';
import type { Around, ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

const FLATTENED: readonly Material[] = ['paper', 'bottles', 'metal'];

export function RecPrepare({ screen: { material, offer }, ...around }: ScreenProps<'rec.prepare'>) {
  const { say, act } = around;
  const busy = offer.is === 'busy';
  return (
    <Message
      {...around}
      title={say(`rec.prepare.${material}`)}
      line={say('rec.prepare.line', { points: offer.pointsPerKg, most: offer.mostKg })}
      picture={<MadeReady takes={<Icon name={material} />} pressed={FLATTENED.includes(material)} />}
      more={
        <Notice state="warn" icon="no">
          {say(`rec.prepare.${material}.not`)}
        </Notice>
      }
      keys={
        <Key kind="primary" off={busy} onPress={() => act({ do: 'next' })}>
          {say(busy ? 'rec.prepare.busy.key' : 'rec.prepare.key')}
        </Key>
      }
    />
  );
}

export function RecOpen({ screen: { material }, ...around }: ScreenProps<'rec.open'>) {
  const { say } = around;
  return (
    <Message
      {...around}
      back={false}
      title={say('rec.open.title')}
      line={say('rec.open.line', { what: say(`material.${material}`) })}
      picture={<DoorOpens takes={<Icon name={material} />} />}
    />
  );
}

/** The door is said to be open, and asked for again and again, by sound too: the eyes are on the bin. */
export function RecDeposit({ screen: { material, grams, prompts, to }, ...around }: ScreenProps<'rec.deposit'>) {
  const { view, say, act } = around;
  // A low panel has room for one of the two.
  const low = isLandscape(view.panel);
  useEffect(soundChime, [prompts]);
  return (
    <Message
      {...around}
      back={false}
      class="rec-weight"
      title={say('rec.deposit.title')}
      line={say(low && to ? `rec.deposit.${to}` : 'rec.deposit.line')}
      picture={<PutIn takes={<Icon name={material} />} />}
      more={
        <>
          <Weight {...around} grams={grams} />
          {!low && to && (
            <div role="alert">
              <Notice state="warn" icon="bell">
                {say(`rec.deposit.${to}`)}
              </Notice>
            </div>
          )}
        </>
      }
      keys={
        <Key kind="primary" icon="tick" onPress={() => act({ do: 'next' })}>
          {say('rec.deposit.key')}
        </Key>
      }
    />
  );
}

export function RecClosing({ screen: { material, hand }, ...around }: ScreenProps<'rec.closing'>) {
  const { say } = around;
  useEffect(() => (hand ? soundChime() : undefined), [hand]);
  return (
    <Message
      {...around}
      back={false}
      title={say(hand ? 'rec.hand.title' : 'rec.closing.title')}
      line={say(hand ? 'rec.hand.line' : 'rec.closing.line')}
      picture={hand ? <HandAway /> : <DoorCloses takes={<Icon name={material} />} />}
    />
  );
}

export function RecWeigh({ screen: { material, grams, wait }, ...around }: ScreenProps<'rec.weigh'>) {
  const { say } = around;
  return (
    <Message
      {...around}
      back={false}
      class="rec-weight"
      title={say(`rec.weigh.${wait}.title`)}
      line={say(`rec.weigh.${wait}.line`)}
      picture={<OnScale takes={<Icon name={material} />} />}
      more={grams !== undefined && <Weight {...around} grams={grams} />}
    />
  );
}

const Weight = ({ view, say, grams }: Around & { readonly grams: number | undefined }) => (
  <p class="weight grows">
    {!isLandscape(view.panel) && <span class="label">{say('rec.deposit.weight')}</span>}
    <span class="number">{grams === undefined ? '–' : kilograms(grams)}</span>
    <span class="label">{say('unit.kg')}</span>
  </p>
);
