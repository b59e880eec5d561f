/** `/api/live`: server-sent events named `changed`, at most one a second each, for as long as its person's session lasts. */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { sightOf } from '../accounts/rights.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { Changed } from '../contract/live.ts';
import { Problem } from '../contract/problem.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { Dialect } from '../store/dialect.ts';
import type { Fleet } from '../store/schema.ts';
import { type Changes, openChanges, seenBy, together } from '../views/changes.ts';
import { whoAsks } from './access.ts';

const MOST_STREAMS = 64;
const MOST_OF_A_PERSON = 8;
const LOOK_MS = 1_000;
const LOOKS_A_BEAT = 10;
/** What was told so lately is told to whoever comes too: the page that they look at may have been read just before it. */
const LATELY_MS = 5_000;

export interface LiveParts {
  readonly db: Kysely<Fleet>;
  readonly dialect: Dialect;
  readonly sessions: Pick<Sessions, 'whose'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Stream {
  readonly out: ServerResponse;
  readonly token: string;
  readonly name: string;
  pending: Changed | undefined;
}

export interface Live {
  streams(): number;
}

export function liveRoute(app: FastifyInstance, { db, dialect, sessions, clock, log }: LiveParts): Live {
  const streams = new Set<Stream>();
  let cancelLook: Cancel | undefined;
  let look = openChanges(db, dialect, 0);
  let looks = 0;
  let closed = false;
  let lately: readonly Changes[] = [];

  /** A reader that is behind gets all of it as one when it has caught up. */
  function send(stream: Stream): void {
    const { out, pending } = stream;
    if (!pending || out.writableNeedDrain || out.writableEnded) return;
    stream.pending = undefined;
    out.write(`event: changed\ndata: ${JSON.stringify(pending)}\n\n`);
  }

  /** Asked anew each time: their session may have ended since, or their districts changed. */
  async function tell(stream: Stream, changes: Changes | undefined, beat: boolean): Promise<void> {
    if (!changes && !beat) return;
    const me = await sessions.whose(stream.token, 'a stream looks');
    if (!me) {
      if (stream.out.writableNeedDrain)
        stream.out.destroy(); // who does not read would keep its place for ever
      else stream.out.end();
      return;
    }
    const theirs = changes && seenBy(sightOf(me), changes);
    if (theirs) stream.pending = together(stream.pending, theirs);
    send(stream);
    if (beat && !stream.out.writableNeedDrain && !stream.out.writableEnded) stream.out.write(': still here\n\n');
  }

  async function onceMore(): Promise<void> {
    looks++;
    const beat = looks % LOOKS_A_BEAT === 0;
    try {
      const nowMs = clock.wall();
      const changes = await look(nowMs);
      lately = [...lately, ...(changes ? [changes] : [])].filter(({ at }) => at > nowMs - LATELY_MS);
      for (const stream of [...streams]) await tell(stream, changes, beat);
    } catch (error) {
      log.warn('live feed failed', { name: error instanceof Error ? error.name : 'unknown' });
    }
    if (streams.size > 0 && !closed) again();
    else cancelLook = undefined;
  }
  const again = (): void => {
    cancelLook = clock.at(clock.now() + LOOK_MS, () => void onceMore());
  };

  app.get(
    '/api/live',
    {
      config: { right: 'see' },
      schema: { produces: ['text/event-stream'], response: { 401: Problem, 403: Problem, 503: Problem } },
    },
    (request, reply) => {
      const me = whoAsks(request);
      const { name } = me;
      const { token = '' } = request;
      const ofThem = [...streams].filter((stream) => stream.name === name).length;
      if (streams.size >= MOST_STREAMS || ofThem >= MOST_OF_A_PERSON)
        return reply.code(503).send({ code: 'streams', message: 'Too many open pages.' });
      reply.hijack();
      const out = reply.raw;
      for (const [header, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) out.setHeader(header, value);
      out.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
      out.write(': here\n\n');
      const stream: Stream = { out, token, name, pending: undefined };
      streams.add(stream);
      for (const changes of lately.filter(({ at }) => at > clock.wall() - LATELY_MS)) {
        const theirs = seenBy(sightOf(me), changes);
        if (theirs) stream.pending = together(stream.pending, theirs);
      }
      send(stream);
      out.on('drain', () => send(stream));
      out.on('close', () => streams.delete(stream));
      if (!cancelLook) {
        look = openChanges(db, dialect, clock.wall());
        again();
      }
      return undefined;
    },
  );

  app.addHook('preClose', async () => {
    closed = true;
    cancelLook?.();
    for (const { out } of streams) out.end();
  });
  return { streams: () => streams.size };
}
