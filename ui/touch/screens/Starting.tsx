import { Ring } from '../../parts/Ring.tsx';
import { sayIn } from '../say.ts';

/** Before the first view nobody knows the panel's language: both. Shown only when the view takes its time. */
export function Starting() {
  const zh = sayIn('zh-CN');
  const en = sayIn('en');
  return (
    <main class="starting">
      <Ring size="large" share={0.25}>
        <strong class="name">{zh('app')}</strong>
      </Ring>
      <h1>{zh('starting.title')}</h1>
      <p class="next">{zh('starting.line')}</p>
      <p class="also" lang="en">
        {en('starting.title')}. {en('starting.line')}
      </p>
    </main>
  );
}
