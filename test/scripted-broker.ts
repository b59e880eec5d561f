import { createServer, type Socket } from 'node:net';
import {
  generate,
  type IConnackPacket,
  type IConnectPacket,
  type IPubackPacket,
  type IPublishPacket,
  type Packet,
  parser,
} from 'mqtt-packet';

/** What the broker does instead of what is right. Whatever is not scripted is done rightly. */
export interface Script {
  /** Instead of a CONNACK that lets in; `turn` counts connections from 1. Nothing returned: no answer at all. */
  readonly connack?: (turn: number, connect: IConnectPacket) => Partial<IConnackPacket> | undefined;
  /** Instead of one good PUBACK; `turn` counts publishes over all connections from 1. */
  readonly puback?: (publish: IPublishPacket & { messageId: number }, wire: Wire, turn: number) => void;
  /** Its answers to PINGREQ are still on their way. */
  readonly noPingresp?: boolean;
}

export interface Wire {
  send(packet: Packet): void;
  /** What was sent arrives, then the line is closed. */
  end(): void;
  /** The line drops. */
  cut(): void;
}

export interface Seen {
  /** Counted from 1. */
  readonly connection: number;
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Publishes of this connection, this one too, that had no PUBACK when it came. */
  readonly open: number;
}

export interface ScriptedBroker extends AsyncDisposable {
  readonly url: string;
  readonly connects: readonly IConnectPacket[];
  readonly seen: readonly Seen[];
  /** Packets other than CONNECT and PUBLISH, by name. */
  readonly others: readonly string[];
  /** Every line drops. */
  cut(): void;
}

export const puback = ({ messageId }: { readonly messageId: number }, reasonCode = 0): IPubackPacket => ({
  cmd: 'puback',
  messageId,
  reasonCode,
});

/** A broker made of mqtt-packet alone, which says what a test wants it to say. */
export async function aScriptedBroker(script: Script = {}): Promise<ScriptedBroker> {
  const connects: IConnectPacket[] = [];
  const seen: Seen[] = [];
  const others: string[] = [];
  const sockets = new Set<Socket>();

  const server = createServer({ noDelay: true }, (socket) => {
    const settings = { protocolVersion: 4 };
    const unacknowledged = new Set<number>();
    let connection = 0;
    const wire: Wire = {
      send(packet) {
        if (packet.cmd === 'puback' && packet.messageId !== undefined) unacknowledged.delete(packet.messageId);
        if (!socket.destroyed) socket.write(generate(packet, settings));
      },
      end: () => socket.end(),
      cut: () => socket.destroy(),
    };
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});

    const packets = parser(settings);
    packets.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') {
        settings.protocolVersion = packet.protocolVersion ?? 4;
        connection = connects.push(packet);
        const answer = script.connack ? script.connack(connection, packet) : {};
        if (answer)
          wire.send({ cmd: 'connack', sessionPresent: false, returnCode: 0, reasonCode: 0, ...answer } as Packet);
      } else if (packet.cmd === 'publish') {
        const { topic, payload, retain, dup, messageId = 0 } = packet;
        unacknowledged.add(messageId);
        seen.push({ connection, topic, payload: payload.toString(), retain, dup, open: unacknowledged.size });
        if (script.puback) script.puback({ ...packet, messageId }, wire, seen.length);
        else wire.send(puback({ messageId }));
      } else {
        others.push(packet.cmd);
        if (packet.cmd === 'pingreq' && !script.noPingresp) wire.send({ cmd: 'pingresp' });
        if (packet.cmd === 'subscribe') wire.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [1] });
      }
    });
    packets.on('error', () => socket.destroy());
    socket.on('data', (chunk) => packets.parse(chunk));
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `mqtt://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`,
    connects,
    seen,
    others,
    cut,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
