/**
 * Loaded before the product (`--import`): at SIGUSR2 its event loop stands still for a second and a half, and says so on the
 * service manager's own socket before and behind it, so that what was told meanwhile stands between the two.
 */
import { spawnSync } from 'node:child_process';

const BLOCK = `
  use Socket;
  socket(my $out, AF_UNIX, SOCK_DGRAM, 0) or die;
  my $to = pack_sockaddr_un($ENV{NOTIFY_SOCKET});
  select(undef, undef, undef, 0.5); # what has been told before is on its way
  send($out, 'X_BLOCKED=1', 0, $to);
  select(undef, undef, undef, 1);
  send($out, 'X_FREE=1', 0, $to);
`;
process.on('SIGUSR2', () => void spawnSync('perl', ['-e', BLOCK]));
