/**
 * Loaded before the product (`--import`): once told by SIGUSR2, and having said so, the process kills
 * itself -9 at the fault point KILL_AT.
 */
import { armFaultPoints } from '../../edge-agent/fault-point.ts';

process.on('SIGUSR2', () => {
  armFaultPoints((point) => {
    if (point === process.env.KILL_AT) process.kill(process.pid, 'SIGKILL');
  });
  process.stdout.write('armed\n');
});
