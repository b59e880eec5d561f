/** The product's `Retained` over a set that outlives every process. */
import type { Outbox } from '../../edge-agent/store/outbox.ts';
import type { Retained } from '../../edge-agent/store/retained.ts';

export const openSimRetained = (onDisk: Set<string>, outbox: Pick<Outbox, 'transaction' | 'later'>): Retained => ({
  topics: () => [...onDisk],
  remember(topics) {
    const fresh = topics.filter((topic) => !onDisk.has(topic));
    if (fresh.length === 0) return;
    outbox.transaction(() => {});
    for (const topic of fresh) onDisk.add(topic);
  },
  forget: (topic) => outbox.later(() => void onDisk.delete(topic)),
});
