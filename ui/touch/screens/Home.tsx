import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { Frame } from '../Frame.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { ScreenProps } from '../screen-props.ts';
import { dateOf, minuteOf } from './dates.ts';

export function Home({ screen, ...around }: ScreenProps<'home'>) {
  const { view, say, act } = around;
  const roomy = !isLandscape(view.panel) || !isLarge(view);
  return (
    <Frame
      {...around}
      class="home"
      corner={isLarge(view) ? undefined : dateOf(view, say)}
      back={false}
      reading={
        <>
          <div class="greeting">
            <div>
              <p class="hello">{say(greeting(view.clock.time))}</p>
              <h1>{say('home.choose')}</h1>
            </div>
            {roomy && (
              <Ring size="small" share={minuteOf(view) / 60}>
                <span class="time">{view.clock.time}</span>
              </Ring>
            )}
          </div>
          <Landscape />
        </>
      }
      keys={screen.tiles.map(({ service, working, uncalibrated, full }) => (
        <Tile
          key={service}
          kind="tile"
          icon={service}
          name={say(`service.${service}`)}
          line={say(
            working
              ? `service.${service}.line`
              : full
                ? 'service.recycling.full'
                : `service.${uncalibrated ? 'uncalibrated' : 'down'}.line`,
          )}
          down={working ? undefined : say(full ? 'service.full' : 'service.down')}
          onPress={() => act({ do: 'choose', service })}
        />
      ))}
    />
  );
}

function greeting(time: string) {
  const hour = Number(time.slice(0, 2));
  if (hour < 5 || hour >= 18) return 'home.evening';
  if (hour < 9) return 'home.morning';
  return hour < 12 ? 'home.forenoon' : 'home.afternoon';
}
