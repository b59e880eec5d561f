import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A service manager's end: a real Unix datagram socket, bound by perl in a process of its own. */
export interface NotifySocket extends AsyncDisposable {
  /** For NOTIFY_SOCKET. */
  readonly path: string;
  /** Every datagram, in order. */
  readonly messages: readonly string[];
}

const LISTENER = `
  use Socket;
  $| = 1;
  socket(my $in, AF_UNIX, SOCK_DGRAM, 0) or die;
  my ($path) = @ARGV;
  $path =~ s/^@/\\0/;
  bind($in, pack_sockaddr_un($path)) or die;
  print "bound\\n";
  while (defined recv($in, my $message, 4096, 0)) { print "$message\\n" }
`;

/** `abstract`: with a name that is no file, as systemd gives to some. */
export async function aNotifySocket(abstract = false): Promise<NotifySocket> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-notify-'));
  const path = `${abstract ? '@' : ''}${join(folder, 'notify')}`;
  const perl = spawn('perl', ['-e', LISTENER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const messages: string[] = [];
  const bound = Promise.withResolvers<void>();
  createInterface({ input: perl.stdout }).on('line', (line) => {
    if (line === 'bound') bound.resolve();
    else messages.push(line);
  });
  await bound.promise;
  return {
    path,
    messages,
    async [Symbol.asyncDispose]() {
      const ended = once(perl, 'exit');
      perl.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
