import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
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

export const eventRoutes =
  (feed: ChangeFeed, heartbeatMs: number): FastifyPluginAsyncZod =>
  async (app) => {
    const streams = endedWith(app);

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
        const unsubscribe = await feed.subscribe((event) => stream?.deliver(event));
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

/** The open streams; they end when the server begins to stop, which would otherwise wait for them. */
function endedWith(app: FastifyInstance): Set<EventStream> {
  const streams = new Set<EventStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
  return streams;
}
