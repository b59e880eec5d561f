import type { Cancel, Clock, Log, Random } from '../ports.ts';
import type { Message, Outbox } from '../store/outbox.ts';
import { CLOUD_EVENT_CONTENT_TYPE } from '../wire/cloud-event.ts';
import { announce, type RetainedStates } from './announce.ts';
import { openBackOff } from './back-off.ts';
import type { Connection } from './connection.ts';
import { type Drain, startDrain } from './drain.ts';
import { UplinkError } from './uplink-error.ts';

export interface SessionParts {
  readonly outbox: Outbox;
  readonly states: RetainedStates;
  /** What the broker says for us when the line drops, and we ourselves before we go. On the heartbeat's topic. */
  readonly will: { readonly topic: string; readonly payload: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface Session {
  /** Resolves with the reason when the line is gone. */
  readonly ended: Promise<UplinkError>;
  /** Says goodbye; within three seconds in any case. */
  stop(): Promise<void>;
}

const GOODBYE_WITHIN_MS = 2000;

/**
 * What one connection carries: the states at once, then the outbox for as long as it lasts. A state that changes later
 * never waits behind the backlog, only behind the window that is under way.
 */
export function holdSession(connection: Connection, parts: SessionParts): Session {
  const { outbox, states, will, clock, log } = parts;
  const backOff = openBackOff(parts.random);
  let drain: Drain | undefined;
  let logged: string | undefined;
  let cancelWait: Cancel = () => {};
  let over = false;

  const publish = ({ topic, payload }: Message, settled: (failure?: UplinkError) => void): void =>
    connection.publish({ topic, payload, retain: false, contentType: CLOUD_EVENT_CONTENT_TYPE }, settled);

  /** A message not taken stays where it is; after a pause it goes alone, so that nothing overtakes it a second time. */
  const begin = (firstWindow = connection.window): void => {
    try {
      drain = startDrain({ outbox, publish, window: connection.window, firstWindow, clock, onTrouble });
    } catch {
      onTrouble(new UplinkError('store', 'the outbox'));
    }
  };
  const onTrouble = (why: UplinkError): void => {
    if (why.code !== 'not-taken' && why.code !== 'store') {
      connection.drop(why);
      return;
    }
    if (over) return;
    if (logged !== why.message) log.warn('uplink pauses', { why: why.message });
    logged = why.message; // a row that is refused for days is one line
    cancelWait();
    cancelWait = clock.at(clock.now() + backOff.next(why.code), () => begin(1));
  };

  const cancelStates = announce(connection, states, { heartbeatTopic: will.topic, clock, log });
  const cancelAdded = outbox.onAdded(() => drain?.wake());
  begin();

  const letGo = (): void => {
    over = true;
    cancelStates();
    cancelAdded();
    cancelWait();
  };
  const ended = connection.closed.then((why) => {
    letGo();
    drain?.stop();
    return why;
  });

  return {
    ended,
    async stop() {
      letGo();
      drain?.pause();
      const said = Promise.withResolvers<void>();
      const cancel = clock.at(clock.now() + GOODBYE_WITHIN_MS, said.resolve);
      const goodbye = { ...will, retain: true, contentType: 'application/json' };
      connection.publish(goodbye, () => said.resolve());
      await Promise.race([said.promise, ended]);
      cancel();
      await connection.end();
      await ended;
    },
  };
}
