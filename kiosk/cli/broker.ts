import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { portTrouble } from './port-trouble.ts';
import { Refusal } from './refusal.ts';

/** The embedded broker of `npm start`: aedes, MQTT 3.1.1, loopback only, nothing kept over a restart. */
export async function openBroker(port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Refusal(2, portTrouble(port, error))));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `mqtt://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        broker.close(() => server.close(() => resolve()));
      }),
  };
}
