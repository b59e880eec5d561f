import type { Language } from '../../../kiosk/contract/screen.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Phone } from '../../parts/Notice.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Head } from '../Head.tsx';
import { sayIn } from '../say.ts';
import type { Around } from '../screen-props.ts';

/** A notice, not a screen of a visit: nothing to press, and in every language at once. */
export function OutOfOrder({ view, say }: Around) {
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
          <p class="next">{say('order.line')}</p>
        </div>
        {others.map((language) => (
          <Also key={language} language={language} />
        ))}
        <Phone name={say('staff.phone')} number={view.station.phone} />
      </section>
    </main>
  );
}

function Also({ language }: { readonly language: Language }) {
  const say = sayIn(language);
  return (
    <div lang={language} class="also">
      <p class="title">{say('order.title')}</p>
      <p>{say('order.line')}</p>
    </div>
  );
}
