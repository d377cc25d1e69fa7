import { callSummary, type JournalEntry } from '../core/journal.ts';
import type { Reply } from '../core/reply.ts';
import type { Sim } from '../sim.ts';
import type { Delivery } from '../webhooks/state.ts';

/** Server-sent events: `call`, `webhook`, `clock`, and `missed` for what a slow reader did not get. */

/** How often the time is told when nothing else is; also notices readers that have gone. */
const beatMs = 5000;

/** What a reader that comes back is told of the calls it has missed. */
const mostReplayed = 500;

export function liveEvents(sim: Sim, lastEventId: string | undefined): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream;charset=UTF-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: 'retry: 1000\n\n',
    stream: (sendText) => {
      let missed = 0;
      const send = (event: string, data: object, id?: number): void => {
        const note = missed > 0 ? written('missed', { calls: missed }) : '';
        if (sendText(note + written(event, data, id))) missed = 0;
        else if (event === 'call') missed += 1;
      };
      const sendCall = (entry: JournalEntry): void => send('call', callSummary(entry), entry.no);
      const sendClock = (): void => send('clock', clockView(sim));
      const sendDelivery = (delivery: Delivery): void => send('webhook', deliverySummary(delivery));

      // With the number of the newest call: a reader that has heard of none yet also knows where to go on.
      send('clock', clockView(sim), lastEventId === undefined ? sim.journal.lastNo : undefined);
      for (const entry of since(sim, lastEventId)) sendCall(entry);
      const stopCalls = sim.journal.onEntry(sendCall);
      sim.webhooks.listeners.add(sendDelivery);
      const beat = setInterval(sendClock, beatMs);
      beat.unref();
      return () => {
        stopCalls();
        sim.webhooks.listeners.delete(sendDelivery);
        clearInterval(beat);
      };
    },
  };
}

function written(event: string, data: object, id?: number): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

function clockView({ clock }: Sim): object {
  return { now: new Date(clock.nowMs()).toISOString(), mode: clock.state.mode };
}

/** The calls after the one that a returning reader saw last. */
function since(sim: Sim, lastEventId: string | undefined): readonly JournalEntry[] {
  if (lastEventId === undefined || !/^\d{1,12}$/.test(lastEventId)) return [];
  return sim.journal.select({ afterNo: Number(lastEventId), limit: mostReplayed });
}

function deliverySummary({ body, eventIds, signature: _signature, ...rest }: Delivery): object {
  return { ...rest, events: eventIds.length, bytes: Buffer.byteLength(body) };
}
