import { expect, test } from 'vitest';
import { inBatches, sendBatches } from './batches.ts';
import { ApiProblem, NoAnswer } from './problem.ts';

const items = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at);

/** A server that answers each request in turn as told; after that it takes everything. */
function serverOf(...answers: ('lost' | 'refused')[]) {
  const asked: { items: readonly number[]; key: string }[] = [];
  const taken: number[] = [];
  const waits: number[] = [];
  let isStopped = false;
  return {
    asked,
    taken,
    waits,
    stop: () => {
      isStopped = true;
    },
    options: {
      isStopped: () => isStopped,
      wait: async (ms: number) => void waits.push(ms),
      send: async (sent: readonly number[], key: string) => {
        asked.push({ items: sent, key });
        const answer = answers.shift();
        if (answer === 'lost') throw new NoAnswer('no network');
        if (answer === 'refused') throw new ApiProblem(403, {});
        return sent;
      },
      onAnswer: (_: unknown, answer: readonly number[]) => void taken.push(...answer),
    },
  };
}

test('everything is sent once, however much it is, and no batch mixes two groups', async () => {
  const server = serverOf();

  await sendBatches(inBatches([items(120), items(30, 120), []]), server.options);

  expect(server.taken).toEqual(items(150));
  expect(server.asked.map((batch) => batch.items.length)).toEqual([50, 50, 20, 30]);
  expect(new Set(server.asked.map(({ key }) => key)).size).toBe(4);
});

test('a batch whose answer is lost is sent again under its own key, later each time', async () => {
  const server = serverOf('lost', 'lost');

  await sendBatches(inBatches([items(60)]), server.options);

  expect(server.taken).toEqual(items(60));
  const [first, second, third, last] = server.asked.map(({ key }) => key);
  expect([second, third]).toEqual([first, first]);
  expect(last).not.toBe(first);
  expect(server.waits).toEqual([1_000, 2_000]);
});

test('after the fourth lost answer it ends, and what is left can be sent under the same keys', async () => {
  const server = serverOf('lost', 'lost', 'lost', 'lost');
  const batches = inBatches([items(60)]);

  await expect(sendBatches(batches, server.options)).rejects.toBeInstanceOf(NoAnswer);
  expect([server.asked.length, server.taken]).toEqual([4, []]);

  await sendBatches(batches, server.options);
  expect(server.taken).toEqual(items(60));
  expect(new Set(server.asked.slice(0, 5).map(({ key }) => key)).size).toBe(1);
});

test('what is refused as a whole is not tried again', async () => {
  const server = serverOf('refused');

  await expect(sendBatches(inBatches([items(60)]), server.options)).rejects.toBeInstanceOf(ApiProblem);

  expect(server.asked).toHaveLength(1);
});

test('stopping lets the batch that is on its way finish, and tries no lost one again', async () => {
  const server = serverOf();
  const batches = inBatches([items(120)]);
  await sendBatches(batches, {
    ...server.options,
    onAnswer: (batch, answer) => {
      server.options.onAnswer(batch, answer);
      server.stop();
    },
  });
  expect(server.taken).toEqual(items(50));

  const away = serverOf('lost');
  const lost = sendBatches(batches, {
    ...away.options,
    send: (sent, key) => {
      away.stop();
      return away.options.send(sent, key);
    },
  });
  await expect(lost).rejects.toBeInstanceOf(NoAnswer);
  expect(away.asked).toHaveLength(1);
});
