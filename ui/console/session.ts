/** Who is signed in. What they may do is the service's to say; here it decides what is shown. */
import { signal } from '@preact/signals';
import type { Me } from '../../fleet/contract/session.ts';
import { api, Refused, whenSignedOut } from './api.ts';

/** `asking`: before the first answer. `no-answer`: the service did not say. */
export const who = signal<Me | 'asking' | 'nobody' | 'no-answer'>('asking');

whenSignedOut(() => {
  who.value = 'nobody';
});

const IN_TIME_MS = 150;

/** @param first is waited for a little, so that one picture shows both. */
export async function whoAmI(first?: Promise<unknown>): Promise<void> {
  try {
    const me = await api.me();
    await Promise.race([first, new Promise((resolve) => setTimeout(resolve, IN_TIME_MS))]);
    who.value = me;
  } catch (error) {
    who.value = error instanceof Refused && error.status === 401 ? 'nobody' : 'no-answer';
  }
}

export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } finally {
    who.value = 'nobody';
  }
}

/** Whoever works: acknowledges, shelves, assigns, clears, puts a station into maintenance. */
export const mayWork = ({ role }: Me): boolean => role === 'fitter' || role === 'operator' || role === 'admin';
export const mayKeepAccounts = ({ role }: Me): boolean => role === 'admin';
export const maySeeAudit = ({ role }: Me): boolean => role === 'admin' || role === 'auditor';
