import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Json, startTestApi, type TestApi } from '../../test/api.ts';

const password = 'a long password of mine';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.close());

test('a person sees where they are signed in, which of it is here, and no token', async () => {
  const { email, first } = await person();
  const second = await signIn(email, firefox);

  const { body, text } = await get(second);

  expect(body.items).toEqual([
    {
      id: expect.any(String),
      device: 'Firefox on Linux',
      createdAt: expect.stringMatching(/Z$/),
      lastSeenAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
      isCurrent: true,
    },
    expect.objectContaining({ device: 'Node.js', isCurrent: false }),
  ]);
  expect(text).not.toContain(first);
  expect(text).not.toContain(second);
});

test('a session that has expired is not listed', async () => {
  const { email, first } = await person();
  const second = await signIn(email);
  await api.pool.query(`UPDATE auth_sessions SET expires_at = now() - interval '1 second' WHERE token = $1`, [
    first,
  ]);

  expect((await get(second)).body.items).toHaveLength(1);
});

test('ending one ends that one, ending the others leaves this one', async () => {
  const { email, first } = await person();
  const [second, third, fourth] = [await signIn(email), await signIn(email), await signIn(email)];
  const here = (await get(first)).body.items.find((item: Json) => item.isCurrent);
  const secondId = (await get(second)).body.items.find((item: Json) => item.isCurrent).id;

  const ended = await remove(first, `/${secondId}`);
  const afterOne = await statuses([first, second, third, fourth]);
  const others = await remove(first, '');
  const afterAllOthers = await statuses([first, second, third, fourth]);
  const own = await remove(first, `/${here.id}`);

  expect([ended.status, others.status, own.status]).toEqual([204, 204, 204]);
  expect(afterOne).toEqual([200, 401, 200, 200]);
  expect(afterAllOthers).toEqual([200, 401, 401, 401]);
  expect(own.headers.getSetCookie().join()).toContain('pace_session=;');
  expect(await statuses([first])).toEqual([401]);
});

test("nobody sees or ends another's session", async () => {
  const [ann, bob] = [await person(), await person()];
  const bobs = (await get(bob.first)).body.items[0].id;

  const refused = await remove(ann.first, `/${bobs}`);
  await remove(ann.first, '');

  expect([refused.status, refused.body.code]).toEqual([404, 'session.not_found']);
  expect((await get(ann.first)).body.items).toHaveLength(1);
  expect(await statuses([bob.first])).toEqual([200]);
});

async function person(): Promise<{ email: string; first: string }> {
  const admin = await api.signIn('Admin');
  const email = `${randomUUID()}@example.com`;
  const { setUp } = (await admin.post('/api/users', { email })).body;
  const { token } = (await api.stranger.post('/api/auth/set-up', { code: setUp.code, password })).body;
  return { email, first: token };
}

async function signIn(email: string, userAgent = 'curl/8'): Promise<string> {
  const headers = { 'user-agent': userAgent };
  return (await api.stranger.post('/api/auth/sign-in', { email, password }, headers)).body.token;
}

function get(token: string): Promise<Answer> {
  return api.stranger.get('/api/me/sessions', { authorization: `Bearer ${token}` });
}

async function remove(token: string, path: string) {
  const answer = await fetch(`${api.baseUrl}/api/me/sessions${path}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

function statuses(tokens: string[]): Promise<number[]> {
  return Promise.all(tokens.map(async (token) => (await get(token)).status));
}
