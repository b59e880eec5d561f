/** What stands where a page's content would: nothing there, not known yet, not answered. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Ring } from '../../parts/Ring.tsx';
import type { Refused } from '../api.ts';
import type { Asked } from '../asked.ts';
import { say } from '../say.ts';
import { Button } from './Button.tsx';

/** There is nothing, and that is all right. */
export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** An answer that comes at once is not announced: words that flash up and vanish only disturb, and cost the answer its time. */
const SAID_AFTER_MS = 400;

export function Waiting() {
  const [said, setSaid] = useState(false);
  useEffect(() => {
    const saying = setTimeout(() => setSaid(true), SAID_AFTER_MS);
    return () => clearTimeout(saying);
  }, []);
  return (
    <p class="waiting" role="status">
      {said && (
        <>
          <Ring share={0.25} size="busy" />
          {say('state.asking')}
        </>
      )}
    </p>
  );
}

/** What went wrong, whose fault it is not, and what to do. */
export function Failed({ failed, onAgain }: { readonly failed: Refused; onAgain(): void }) {
  const words =
    failed.status === 0
      ? say('failed.no-answer')
      : failed.status === 403
        ? say('failed.not-yours')
        : failed.status === 404
          ? say('failed.not-there')
          : say('failed.other', { code: failed.code });
  return (
    <div class="failed" role="alert">
      <p>{words}</p>
      {failed.status !== 403 && failed.status !== 404 && <Button onPress={onAgain}>{say('failed.again.key')}</Button>}
    </div>
  );
}

interface UnknownProps {
  readonly title: string;
  readonly asked: Pick<Asked<object>, 'failed' | 'again'>;
}

/** A page before its first answer, or without one. */
export function Unknown({ title, asked: { failed, again } }: UnknownProps) {
  return (
    <>
      <h1>{title}</h1>
      {failed ? <Failed failed={failed} onAgain={again} /> : <Waiting />}
    </>
  );
}
