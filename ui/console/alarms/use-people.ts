import { useEffect, useState } from 'preact/hooks';
import { api } from '../api.ts';

/** People's names by their accounts. Until they are known, and for who is no more, the account itself. */
export function useNames(): (account: string) => string {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    api.people().then(
      ({ people }) => setNames(new Map(people.map(({ name, displayName }) => [name, displayName]))),
      () => {},
    );
  }, []);
  return (account) => names.get(account) ?? account;
}
