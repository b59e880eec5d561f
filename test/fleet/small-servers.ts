/** The far sides of notices: what was sent to them, and whether they take it. */
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';

export interface SmallServer {
  readonly port: number;
  readonly got: string[];
  /** Asked before each: false refuses it. */
  takes: () => boolean;
  close(): Promise<void>;
}

export async function aWebhook(): Promise<SmallServer> {
  const got: string[] = [];
  const server = createHttp(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const taken = self.takes();
    if (taken && request.url === '/') got.push(body);
    if (request.url === '/elsewhere') response.writeHead(307, { location: '/' }).end();
    else response.writeHead(taken ? 204 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: SmallServer = { port: portOf(server.address()), got, takes: () => true, close: () => closed(server) };
  return self;
}

/** As much of RFC 5321 as one client needs. Each mail as `RCPT TO` lines, an empty line, and what came after DATA. */
export async function anSmtpServer(): Promise<SmallServer> {
  const got: string[] = [];
  const server = createServer((socket) => {
    let envelope: string[] = [];
    let data: string[] | undefined;
    let rest = '';
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (data && line !== '.') data.push(line);
        else if (data) {
          const taken = self.takes();
          if (taken) got.push([...envelope, '', ...data].join('\n'));
          [envelope, data] = [[], undefined];
          socket.write(taken ? '250 kept\r\n' : '451 not now\r\n');
        } else if (line === 'DATA') {
          data = [];
          socket.write('354 go on\r\n');
        } else if (line === 'STARTTLS') socket.write('502 no\r\n');
        else if (line === 'QUIT') socket.end('221 bye\r\n');
        else {
          if (line.startsWith('RCPT')) envelope.push(line);
          socket.write('250 well\r\n');
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: SmallServer = { port: portOf(server.address()), got, takes: () => true, close: () => closed(server) };
  return self;
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' ? (address?.port ?? 0) : 0;
const closed = (server: { close(done: () => void): void }): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()));
