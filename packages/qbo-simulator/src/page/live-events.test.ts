import { describe, expect, vi } from 'vitest';
import { testWithBooks } from '../conformance/clients.ts';
import { Receiver } from '../conformance/raw-client.ts';
import { EventReader } from './event-reader.ts';

const test = testWithBooks();

describe('live events', () => {
  test('tell the time at once, then each call with its answer but without bodies', async ({ books }) => {
    const live = await EventReader.open(books.sim.url);
    expect((await live.next())?.data).toMatchObject({ now: '2026-01-05T17:00:00.000Z', mode: 'virtual' });
    const customer = await books.post('Customer', { DisplayName: 'Live Grocer' });
    const call = await live.nextOf('call');
    expect(call.data).toMatchObject({ class: 'Core', entity: 'Customer', operation: 'create', status: 200 });
    expect(call.data).not.toHaveProperty('requestBody');
    expect(call.data).not.toHaveProperty('responseBody');
    expect(call.data).not.toHaveProperty('headers');
    expect(await books.admin(`journal/${call.id}`)).toMatchObject({
      requestBody: '{"DisplayName":"Live Grocer"}',
      responseBody: expect.stringContaining(`"Id":"${customer.Id}"`),
    });
    live.close();
  });

  test('tell what the bookkeeper does and which rule broke a call', async ({ books }) => {
    const live = await EventReader.open(books.sim.url);
    await books.user('closeBooks', { date: '2025-12-31' });
    expect((await live.nextOf('call')).data).toMatchObject({
      class: 'User',
      operation: 'closeBooks',
      status: 200,
    });
    await books.fault({ entity: 'Customer' }, { type: 'fault', code: '6240' });
    await books.refused('Customer', { DisplayName: 'Anyone' });
    const { data } = await live.nextOf('call');
    expect(data).toMatchObject({ status: 400, faultCode: '6240', rules: [expect.any(String)] });
    live.close();
  });

  test('tell each delivery of a webhook with what became of it', async ({ books }) => {
    const receiver = await Receiver.open();
    await books.admin('webhooks/config', { url: receiver.url, verifierToken: 'secret' });
    const live = await EventReader.open(books.sim.url);
    await books.post('Customer', { DisplayName: 'Told Grocer' });
    await books.admin('webhooks/flush', {});
    const { data } = await live.nextOf('webhook');
    expect(data).toMatchObject({ no: 1, state: 'acknowledged', attempts: 1, lastOutcome: '200', events: 1 });
    expect(data).not.toHaveProperty('body');
    expect(await books.admin(`webhooks/deliveries/${data['id']}`)).toMatchObject({
      body: receiver.received[0]?.bytes.toString('utf8'),
    });
    live.close();
    await receiver.close();
  });

  test('give a reader that comes back the calls it has missed', async ({ books }) => {
    await books.post('Customer', { DisplayName: 'First' });
    const seen = await books.lastCall();
    await books.post('Customer', { DisplayName: 'Second' });
    await books.user('closeBooks', { date: '2025-12-31' });
    const live = await EventReader.open(books.sim.url, { 'last-event-id': String(seen.no) });
    const replayed = [await live.nextOf('call'), await live.nextOf('call')];
    expect(replayed.map(({ data }) => data['operation'])).toEqual(['create', 'closeBooks']);
    live.close();
  });

  test('give a reader that was cut off before it heard of any call all those since it came', async ({
    books,
  }) => {
    await books.post('Customer', { DisplayName: 'Before' });
    const live = await EventReader.open(books.sim.url);
    const { id } = await live.nextOf('clock');
    live.close();
    await books.post('Customer', { DisplayName: 'After' });
    const again = await EventReader.open(books.sim.url, { 'last-event-id': id ?? '' });
    expect((await again.nextOf('call')).data).toMatchObject({ no: Number(id) + 1, operation: 'create' });
    again.close();
  });

  test('stop costing anything once their reader has gone', async ({ books }) => {
    const live = await EventReader.open(books.sim.url);
    await live.next();
    const { listeners } = books.sim.sim.webhooks;
    expect(listeners.size).toBe(1);
    live.close();
    await vi.waitFor(() => expect(listeners.size).toBe(0));
  });

  test('end when the simulator closes', async ({ books }) => {
    const live = await EventReader.open(books.sim.url);
    await live.next();
    const ended = live.next();
    await books.sim.close();
    expect(await ended).toBeUndefined();
  });

  test('leave out calls for a reader that does not read, and say how many', async ({ books }) => {
    const live = await EventReader.open(books.sim.url);
    await live.next();
    const { journal } = books.sim.sim;
    await books.post('Customer', { DisplayName: 'Busy' });
    const [entry] = journal.select({ limit: 1 });
    if (entry === undefined) throw new Error('The journal is empty');
    // Told without a pause: nothing leaves the process in between.
    const told = 20_000;
    for (let n = 0; n < told; n += 1) journal.finish(entry);
    let calls = 0;
    let missed = 0;
    const reading = (async () => {
      while (missed === 0) {
        const event = await live.next();
        if (event?.event === 'call') calls += 1;
        if (event?.event === 'missed') missed = Number(event.data['calls']);
      }
    })();
    let more = 0;
    await vi.waitFor(() => {
      journal.finish(entry);
      more += 1;
      expect(missed).toBeGreaterThan(0);
    });
    await reading;
    // The call that brought the news follows it.
    expect(calls + missed).toBeGreaterThanOrEqual(told);
    expect(calls + missed).toBeLessThanOrEqual(told + more + 1);
    live.close();
  });
});
