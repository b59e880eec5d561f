import type { RecyclingOffer } from '../../../kiosk/contract/screen.ts';
import { Choice } from '../../parts/Choice.tsx';
import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { Frame } from '../Frame.tsx';
import { isLandscape } from '../panel.ts';
import type { Say } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';

/** So many stand one below the other; more stand two beside each other. */
const WIDE_AT_MOST = 3;

/** Only what this station takes; what cannot be taken now is said here, before anybody has flattened anything. */
export function RecMaterial({ screen: { offers }, ...around }: ScreenProps<'rec.material'>) {
  const { view, say, act } = around;
  const wide = offers.length <= WIDE_AT_MOST;
  const tiles = offers.map((offer) => {
    const { material } = offer;
    const told = { icon: material, name: say(`material.${material}`), ...stateOf(offer, say) };
    const press = (): Promise<void> => act({ do: 'recycle', material });
    return wide ? (
      <Tile key={material} kind="answer" {...told} onPress={press} />
    ) : (
      <Choice key={material} chosen={false} {...told} onPress={press} />
    );
  });
  return (
    <Frame
      {...around}
      class={wide ? 'home answers' : 'rec-material'}
      reading={
        <>
          <h1>{say('rec.material.title')}</h1>
          {!isLandscape(view.panel) && <p class="lead">{say('rec.material.line')}</p>}
          {wide && <Landscape />}
        </>
      }
      keys={wide ? tiles : <div class="pair">{tiles}</div>}
    />
  );
}

const stateOf = ({ is, pointsPerKg }: RecyclingOffer, say: Say): { line: string; down?: string } =>
  is === 'ready'
    ? { line: say('rec.per-kg', { points: pointsPerKg }) }
    : { line: say(`rec.${is}.line`), down: say(`rec.${is}`) };
