/** The hand that plugs and pulls: the emulator's own control socket (read: QEMU, docs/interop/qmp-spec). */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Hand {
  /** Rejects with what the emulator complains of. */
  execute(command: string, args?: object): Promise<void>;
  /** Resolves at the next event of that name which tells of this device. */
  happens(event: string, device: string): Promise<void>;
}

interface Said {
  readonly return?: object;
  readonly error?: { readonly desc: string };
  readonly event?: string;
  readonly data?: { readonly device?: string };
}

export async function aHand(socket: Socket): Promise<Hand> {
  const answers: PromiseWithResolvers<void>[] = [];
  const awaited = new Set<{ readonly event: string; readonly device: string; readonly resolve: () => void }>();
  const lines = createInterface({ input: socket });
  await once(lines, 'line'); // its greeting
  lines.on('line', (line) => {
    const { error, event, data }: Said = JSON.parse(line);
    if (event === undefined) {
      const answer = answers.shift();
      if (error) answer?.reject(new Error(error.desc));
      else answer?.resolve();
      return;
    }
    for (const wait of awaited) {
      if (wait.event !== event || wait.device !== data?.device) continue;
      awaited.delete(wait);
      wait.resolve();
    }
  });
  const hand: Hand = {
    execute(command, args = {}) {
      const answer = Promise.withResolvers<void>();
      answers.push(answer);
      socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
      return answer.promise;
    },
    happens: (event, device) => new Promise((resolve) => void awaited.add({ event, device, resolve })),
  };
  await hand.execute('qmp_capabilities');
  return hand;
}
