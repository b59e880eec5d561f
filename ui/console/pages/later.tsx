/** A page whose script comes when it is first opened: whoever looks at the list does not wait for the charts. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Refused } from '../api.ts';
import { Failed, Waiting } from '../parts/States.tsx';

/** A service that was renewed meanwhile has scripts of other names: the whole page is loaded anew then, by hand. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  const loaded = signal<{ readonly Page?: ComponentType<P>; readonly failed?: boolean }>({});
  const ask = (): void => {
    load().then(
      (Page) => {
        loaded.value = { Page };
      },
      () => {
        loaded.value = { failed: true };
      },
    );
  };
  return function Later(props: P) {
    const { Page, failed } = loaded.value;
    useEffect(() => {
      if (!loaded.peek().Page) ask();
    }, []);
    if (Page) return <Page {...props} />;
    if (failed)
      return <Failed failed={new Refused(0, { code: 'no-answer', message: '' })} onAgain={() => location.reload()} />;
    return <Waiting />;
  };
}
