/** A bin's hardware on a cable inside this process: our port, johnny-five, firmata-io, and the simulated board behind them. */
import type { BinPort, BinSenses } from '../edge-agent/bins/bin-port.ts';
import { openFirmataPort } from '../edge-agent/bins/firmata-port.ts';
import type { Clock } from '../edge-agent/ports.ts';
import { type SimulatedDevice, simulate } from '../edge-agent/simulate.ts';
import { firmataBinSimulator } from '../edge-agent/simulators/firmata-bin.ts';
import { aWatchedCable, type WatchedCable } from './a-watched-cable.ts';
import { theBoard } from './the-board.ts';

export interface BinOnABench extends Omit<WatchedCable, 'socket'> {
  readonly port: BinPort;
  readonly device: SimulatedDevice;
  /** What was told of the board, oldest first. */
  readonly news: readonly string[];
  /** Of the log, what and code or why. */
  readonly logged: readonly string[];
  readonly told: readonly BinSenses[];
}

export async function aBinOnABench(clock: Clock, before: readonly string[] = []): Promise<BinOnABench> {
  await Promise.all([import('johnny-five'), import('firmata-io')]); // in real time, which no fake clock waits for
  const device = await simulate(firmataBinSimulator(), undefined, { clock, tty: false });
  for (const words of before) await device.press(words);
  const { socket, ...cable } = aWatchedCable(device.socket, clock);
  const logged: string[] = [];
  const log =
    (level: string) =>
    (what: string, facts = {}): void => {
      logged.push(`${level} ${what} ${JSON.stringify(facts)}`);
    };
  const port = openFirmataPort({
    deviceId: 'bin-paper',
    socket,
    board: theBoard(),
    clock,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
  });
  const news: string[] = [];
  const told: BinSenses[] = [];
  port.onBoard((word) => news.push(word));
  port.onSenses((senses) => told.push(senses));
  return {
    port,
    device,
    ...cable,
    news,
    logged,
    told,
  };
}
