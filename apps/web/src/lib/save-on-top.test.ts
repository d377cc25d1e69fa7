import { expect, test } from 'vitest';
import { ApiProblem } from './problem.ts';
import { saveOnTop } from './save-on-top.ts';

interface Item {
  version: number;
  name: string;
  city: string;
}
const seen: Item = { version: 1, name: 'Alder', city: 'Chico' };

/** A record that somebody else moves on before each of the first answers. */
function server(versions: Item[]) {
  const sent: number[] = [];
  const send = async (current: Item): Promise<Item> => {
    sent.push(current.version);
    const stored = versions.find(({ version }) => version > current.version);
    if (stored) throw new ApiProblem(412, { code: 'record.stale', current: stored });
    return { ...current, version: current.version + 1, name: 'Alder Creek' };
  };
  return { send, sent };
}
const nameChanged = (current: Item) => current.name !== seen.name;

test('a change of other fields meanwhile is kept, and mine saved on top of it', async () => {
  const { send, sent } = server([{ version: 2, name: 'Alder', city: 'Fresno' }]);

  const saved = await saveOnTop(seen, send, nameChanged);

  expect(saved).toEqual({ version: 3, name: 'Alder Creek', city: 'Fresno' });
  expect(sent).toEqual([1, 2]);
});

test('a change of the same field is not overwritten', async () => {
  const { send, sent } = server([{ version: 2, name: 'Adler', city: 'Chico' }]);

  await expect(saveOnTop(seen, send, nameChanged)).rejects.toMatchObject({ code: 'record.stale' });

  expect(sent).toEqual([1]);
});

test('it gives up on a record that never holds still', async () => {
  const { send, sent } = server(
    Array.from({ length: 20 }, (_, n) => ({ version: n + 2, name: 'Alder', city: 'Chico' })),
  );

  await expect(saveOnTop(seen, send, nameChanged)).rejects.toMatchObject({ code: 'record.stale' });

  expect(sent).toEqual([1, 2, 3, 4]);
});

test('any other refusal is passed on as it is', async () => {
  const refused = new ApiProblem(422, { code: 'request.invalid' });

  await expect(saveOnTop(seen, () => Promise.reject(refused), nameChanged)).rejects.toBe(refused);
});
