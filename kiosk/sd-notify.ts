/**
 * The service manager's ear: sd_notify(3), datagrams to the socket that `NOTIFY_SOCKET` names. Node opens no Unix datagram
 * sockets; a helper of one line does, in the Perl that is on every Debian. It takes a line for a message, ends with our end
 * of its pipe, and outlives the signal that stops us, so that the goodbye is heard too.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Log } from '../edge-agent/index.ts';

const HELPER = `
  use Socket;
  $SIG{$_} = 'IGNORE' for qw(INT TERM HUP QUIT);
  my $to = $ENV{NOTIFY_SOCKET};
  $to =~ s/^@/\\0/;
  socket(my $out, AF_UNIX, SOCK_DGRAM, 0) or die;
  while (<STDIN>) { chomp; send($out, $_, 0, pack_sockaddr_un($to)) }
`;
const END_WITHIN_MS = 1000;

export interface ServiceManager {
  /** One assignment, `READY=1`; no newline in it. Never throws: that nobody hears is the service manager's to notice. */
  tell(message: string): void;
  /** A station that says nothing for so long is restarted; undefined: nobody minds. */
  readonly patienceMs?: number;
  /** What was told has left. */
  close(): Promise<void>;
}

/** Undefined where no service manager started us: a checkout, a terminal. The two variables are systemd's own. */
export function openServiceManager(log: Log, env = process.env): ServiceManager | undefined {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: patience } = env;
  if (socket === undefined) return undefined;
  let helper: ChildProcessByStdio<Writable, null, null> | undefined;

  const start = () => {
    const child = spawn('perl', ['-e', HELPER], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { NOTIFY_SOCKET: socket, PATH: env.PATH },
    });
    child.stdin.on('error', () => {}); // its end is told below
    child.once('error', () => log.error('service manager not told: no perl'));
    child.once('exit', () => {
      if (helper === child) helper = undefined;
    });
    return child;
  };
  return {
    tell(message) {
      helper ??= start();
      helper.stdin.write(`${message}\n`);
    },
    ...(patience !== undefined && { patienceMs: Number(patience) / 1000 }),
    async close() {
      const ending = helper;
      if (!ending?.pid) return;
      const ended = once(ending, 'exit', { signal: AbortSignal.timeout(END_WITHIN_MS) });
      ending.stdin.end();
      await ended.catch(() => ending.kill('SIGKILL'));
    },
  };
}
