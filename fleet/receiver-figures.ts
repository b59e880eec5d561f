import type { Figure } from './metrics.ts';
import type { ReceiverFigures } from './receiver.ts';

/** What this member's receiver counts, for `/metrics`. */
export function receiverFigures(figures: ReceiverFigures): Figure[] {
  const { online, received, committed, repeats, disputed, receipts, refused, inbox, commitMs, failing } = figures;
  const one = (kind: Figure['kind'], name: string, help: string, value: number): Figure => ({
    name: `yike_fleet_${name}`,
    help,
    kind,
    samples: [{ value }],
  });
  return [
    one('gauge', 'broker_online', 'Is there a connection to the broker?', online ? 1 : 0),
    one('counter', 'messages_received_total', 'Messages that came from the broker', received),
    one('counter', 'events_committed_total', 'Events that this member brought into the database', committed),
    one('counter', 'events_repeated_total', 'Events that were there already', repeats),
    one('counter', 'events_disputed_total', 'Repeats that differ from what is there', disputed),
    one('counter', 'receipts_total', 'Receipts that went out', receipts),
    one('gauge', 'inbox_messages', 'Messages that wait for a commit', inbox.messages),
    one('gauge', 'inbox_bytes', 'Their size', inbox.bytes),
    one('gauge', 'commit_seconds', 'How long the last commit took', commitMs / 1000),
    one('gauge', 'database_failing', 'Has the database refused since the last commit?', failing ? 1 : 0),
    {
      name: 'yike_fleet_messages_refused_total',
      help: 'Messages that were refused, by why',
      kind: 'counter',
      samples: Object.entries(refused).map(([why, value]) => ({ value, labels: { why } })),
    },
  ];
}
