/** Saves so many events, each by itself, says when each is saved, and then waits for its end. */
import { aPayload, idOf, openStore, TOPIC } from './event.ts';

const [file = '', events] = process.argv.slice(2);
const { outbox } = openStore(file);
const bytes = await aPayload();
for (let i = 1; i <= Number(events); i++) {
  outbox.transaction(() => outbox.add(idOf(i), TOPIC, () => bytes));
  process.stdout.write(`saved ${i}\n`);
}
setInterval(() => {}, 1000);
