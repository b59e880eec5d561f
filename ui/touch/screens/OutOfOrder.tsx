import type { Language, OutOfOrder as Why } from '../../../kiosk/contract/screen.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Phone } from '../../parts/Notice.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Head } from '../Head.tsx';
import { sayIn } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';

/** A notice, not a screen of a visit: nothing to press, and in every language at once. */
export function OutOfOrder({ view, say, screen: { why } }: ScreenProps<'out-of-order'>) {
  const others = view.languages.filter((language) => language !== view.language);
  return (
    <main class="page notice-page">
      <Head view={view} say={say} quiet />
      <section class="reading">
        <Ring size="large" share={0} state="broken">
          <Icon name="filed" struck />
        </Ring>
        <div>
          <h1>{say('order.title')}</h1>
          <p class="next">{say(`order.${why}`)}</p>
        </div>
        {others.map((language) => (
          <Also key={language} language={language} why={why} />
        ))}
        <Phone name={say('staff.phone')} number={view.station.phone} />
      </section>
    </main>
  );
}

function Also({ language, why }: { readonly language: Language; readonly why: Why }) {
  const say = sayIn(language);
  return (
    <div lang={language} class="also">
      <p class="title">{say('order.title')}</p>
      <p>{say(`order.${why}`)}</p>
    </div>
  );
}
