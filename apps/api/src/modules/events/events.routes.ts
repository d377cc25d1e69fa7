import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../lib/app-error.ts';
import { signedIn } from '../../lib/auth.ts';
import type { ChangeFeed } from '../../lib/change-feed.ts';
import { must } from '../../lib/must.ts';
import { ageOfLastChange } from '../activities/activities.service.ts';
import { rereadSession } from '../auth/auth.service.ts';
import { type EventStream, openEventStream, type Viewer } from './event-stream.ts';

const eventStreamView = {
  content: {
    'text/event-stream': {
      schema: z
        .string()
        .describe(
          '`ready` once changes are heard, then `last-change` with `{ageMs}`, how long ago the newest of them was made before; `change` with `{entity, id, action, actorId}`; `resync` when some may have been missed; `signed-out` before the end of a session ends the stream',
        ),
    },
  },
};

/** More than anybody has browsers; each costs memory, and a statement with every heartbeat. */
const maxStreamsPerPerson = 20;

export const eventRoutes =
  (feed: ChangeFeed, heartbeatMs: number): FastifyPluginAsyncZod =>
  async (app) => {
    const streams = endedWith(app);
    const takePlace = placesPerPerson();

    app.get(
      '/events',
      {
        onRequest: signedIn,
        schema: {
          tags: ['Live changes'],
          summary: 'What others change, as it happens',
          response: { 200: eventStreamView },
        },
      },
      async (request, reply) => {
        if (request.method === 'HEAD') return sendEvents(reply, undefined);
        const session = must(request.session, 'signedIn lets only sessions in');
        const { db, rights } = request.ctx;
        let stream: EventStream | undefined;
        // Taken before anything is awaited: of a thousand requests at once no more are let in.
        const leavePlace = takePlace(session.userId);
        const unsubscribe = await feed
          .subscribe((event) => stream?.deliver(event))
          .catch((error: unknown) => {
            leavePlace();
            throw error;
          });
        const opened = openEventStream({
          viewer: { userId: session.userId, rights },
          reread: async (): Promise<Viewer | undefined> => {
            const now = await rereadSession(db, session);
            return now && { userId: now.userId, rights: new Set(now.permissions) };
          },
          heartbeatMs,
        });
        stream = opened;
        streams.add(opened);
        opened.body.on('close', () => {
          unsubscribe();
          leavePlace();
          streams.delete(opened);
        });
        // Asked only now that the stream hears changes: there is no moment that neither would tell of.
        ageOfLastChange(db).then(opened.tellLastChange, () => opened.deliver({ kind: 'resync' }));
        return sendEvents(reply, opened.body);
      },
    );
  };

function sendEvents(reply: FastifyReply, body: Readable | undefined): FastifyReply {
  return (
    reply
      .type('text/event-stream; charset=utf-8')
      // A connection that has carried a stream is not kept: nothing would tell a closing server that it is idle.
      .header('connection', 'close')
      // A proxy that collects what it passes on would collect for ever.
      .header('x-accel-buffering', 'no')
      .send(body)
  );
}

/** Counts the open streams of each person; answers how to take a place, and taking one, how to leave it. */
function placesPerPerson(): (userId: string) => () => void {
  const taken = new Map<string, number>();
  return (userId) => {
    const before = taken.get(userId) ?? 0;
    if (before >= maxStreamsPerPerson)
      throw new AppError('events.too_many_streams', { retryAfterSeconds: 60 });
    taken.set(userId, before + 1);
    return () => {
      const left = (taken.get(userId) ?? 0) - 1;
      if (left > 0) taken.set(userId, left);
      else taken.delete(userId);
    };
  };
}

/** The open streams; they end when the server begins to stop, which would otherwise wait for them. */
function endedWith(app: FastifyInstance): Set<EventStream> {
  const streams = new Set<EventStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
  return streams;
}
