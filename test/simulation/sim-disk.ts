/**
 * A disk as a model: what a synchronised commit wrote is there for ever, what was only written is there until the power
 * goes. A test holds the outbox over it and the product's own side by side.
 */
import type { Disk, DiskParts } from './disk.ts';
import { blankTable, openSimOutbox, synchronise, type Table } from './sim-outbox.ts';
import { blankPoints, openSimPoints } from './sim-points.ts';
import { openSimRetained } from './sim-retained.ts';

export function openSimDisk({ dice, ...parts }: DiskParts): Disk {
  const table: Table = blankTable();
  const topics = new Set<string>();
  const readings = new Set<string>();
  const points = blankPoints();
  return {
    open(life) {
      const mayTouch = (): void => {
        if (!life.alive) throw new Error('its process is dead');
      };
      const { deposits, ledger, beside } = openSimPoints(points, mayTouch);
      const outbox = openSimOutbox({ ...parts, table, clock: life.clock, mayTouch, beside });
      // Its chain has tests of its own; here it only has its place.
      const audit = { append: () => {}, head: () => ({ entries: 0, head: '0'.repeat(64) }), verify: () => undefined };
      const usage = () => ({ usedPercent: 0, level: 'roomy' }) as const;
      const retained = openSimRetained(topics, outbox);
      const taken = { has: (what: string) => readings.has(what), note: (what: string) => void readings.add(what) };
      return {
        outbox,
        audit,
        retained,
        taken,
        deposits,
        ledger,
        usage,
        giveUpBallast: () => {},
        renewBallast: () => {},
        close: outbox.close,
      };
    },
    strike(powerCut) {
      synchronise(table, powerCut ? dice.below(table.unsynced.length + 1) : undefined);
    },
    damage() {
      const waiting = table.rows.filter(({ sequence, damaged }) => sequence > table.acknowledged && !damaged);
      const row = waiting[dice.below(waiting.length)];
      if (row) row.damaged = true;
      return row?.payload;
    },
    close() {},
  };
}
