/** The command `yike`. Exit codes: 0 done, 1 the input is wrong, 2 the environment is wrong, 70 a bug. */
import { flushCompileCache } from 'node:module';
import { Refusal } from './cli/refusal.ts';

interface Command {
  readonly usage: string;
  run(args: string[]): Promise<number>;
}

const COMMANDS: Record<string, { readonly does: string; readonly load: () => Promise<Command> }> = {
  demo: { does: 'runs a whole station with simulated devices (npm start)', load: () => import('./cli/demo.ts') },
  fleet: { does: "runs the city's side: receives, judges, shows", load: () => import('./cli/fleet.ts') },
  start: { does: 'runs the station of a station file', load: () => import('./cli/start.ts') },
  check: { does: 'validates a station, board or fleet file', load: () => import('./cli/check.ts') },
  devices: { does: 'lists the ports of this machine and who claims them', load: () => import('./cli/devices.ts') },
  drivers: { does: 'lists the drivers', load: () => import('./cli/drivers.ts') },
  read: { does: 'talks to one device and prints what it tells', load: () => import('./cli/read.ts') },
  replay: { does: 'plays saved raw frames into their driver', load: () => import('./cli/replay.ts') },
  calibrate: { does: "walks a technician through a bin's load cell", load: () => import('./cli/calibrate.ts') },
  flash: { does: "writes a bin's board through avrdude", load: () => import('./cli/flash.ts') },
  simulate: { does: 'is a device, on a new pty', load: () => import('./cli/simulate.ts') },
};

const help = (): string =>
  [
    'Usage: yike COMMAND [--help]',
    '',
    ...Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(10)}${does}`),
    '',
  ].join('\n');

async function main([name = '--help', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === 'help') {
    process.stdout.write(help());
    return 0;
  }
  const command = COMMANDS[name];
  if (!command) throw new Refusal(1, `there is no command '${name}'\n${help()}`);
  const { usage, run } = await command.load();
  flushCompileCache(); // now: whoever is killed, or loses its power, writes none at its end
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  return run(args);
}

// Whoever reads what we print may have seen enough (`yike drivers | head`): what runs ends as at Ctrl-C, its cuff let go.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (process.listenerCount('SIGINT') > 0) process.kill(process.pid, 'SIGINT');
});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const refused = error instanceof Refusal;
  process.stderr.write(
    refused ? `yike: ${error.message}\n` : `yike: a bug: ${error instanceof Error ? error.stack : 'unknown'}\n`,
  );
  process.exit(refused ? error.exitCode : 70);
}
