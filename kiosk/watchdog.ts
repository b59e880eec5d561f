import type { Agent, Cancel, Clock, Log } from '../edge-agent/index.ts';
import type { ServiceManager } from './sd-notify.ts';

/** What `systemctl status` shows: may a visit begin, and is there a network? */
export function tellStatus({
  agent,
  manager,
}: {
  readonly agent: Pick<Agent, 'acceptsVisits' | 'network' | 'onChange'>;
  readonly manager: ServiceManager;
}): Cancel {
  let told = '';
  const tell = (): void => {
    const status = `STATUS=${agent.acceptsVisits() ? 'visits may begin' : 'out of order'}, network ${agent.network() === 'off' ? 'away' : 'there'}`;
    if (status !== told) manager.tell(status);
    told = status;
  };
  tell();
  return agent.onChange(tell);
}

/**
 * Tells the service manager three times in its patience that the station lives, and only when it does: the event loop has
 * come round to this, a save has come to its end, each device's loop has gone round. A process that merely runs is not
 * enough; when the word stays away for the whole of its patience, the service manager starts us anew.
 */
export function startWatchdog(parts: {
  readonly agent: Pick<Agent, 'stuck'>;
  readonly manager: ServiceManager;
  readonly clock: Clock;
  readonly log: Log;
}): Cancel {
  const { agent, manager, clock, log } = parts;
  const { patienceMs } = manager;
  if (patienceMs === undefined) return () => {};
  let logged = '';
  let cancel: Cancel = () => {};

  const look = (): void => {
    const stuck = agent.stuck();
    const which = stuck.join(' ');
    if (stuck.length === 0) manager.tell('WATCHDOG=1');
    else if (which !== logged) log.error('something stands still', { which });
    logged = which;
    cancel = clock.at(clock.now() + patienceMs / 3, look);
  };
  look();
  return () => cancel();
}
