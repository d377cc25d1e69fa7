import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';

const test = testWithBooks();

const refresh = (books: Books, token: string) =>
  books.token({ grant_type: 'refresh_token', refresh_token: token });

/** The refresh token that an answer of the token endpoint carries. */
const tokenOf = ({ json }: { json: unknown }) => (json as { refresh_token: string }).refresh_token;

const invalidGrant = { status: 400, json: { error: 'invalid_grant' } };

async function tokenCalls(books: Books): Promise<number> {
  return (await books.journal()).filter(({ operation }) => operation === 'token').length;
}

describe('an access token', () => {
  test('lives an hour, and is then 401 with code 3200', async ({ books }) => {
    await books.advance('3590s');
    await books.read('Customer', books.seeded('Customer'));
    await books.advance('10s');
    const answer = await books.raw('companyinfo/1');
    expect(answer).toMatchObject({
      status: 401,
      json: { fault: { error: [{ code: '3200' }], type: 'AUTHENTICATION' }, time: expect.any(Number) },
    });
  });

  test('is replaced by intuit-oauth after its hour, and the new one works', async ({ books }) => {
    const client = books.oauth();
    await books.advance('1h');
    const { json } = await client.refresh();
    expect(json.access_token).not.toBe(books.accessToken);
    const { status } = await client.makeApiCall({
      url: `${books.sim.url}/v3/company/${books.realmId}/companyinfo/${books.realmId}`,
    });
    expect(status).toBe(200);
  });
});

describe('a refresh token', () => {
  test('stays the same for a day and changes with the first refresh after it', async ({ books }) => {
    await books.advance('23h');
    expect(tokenOf(await refresh(books, books.refreshToken))).toBe(books.refreshToken);
    await books.advance('1h');
    const next = tokenOf(await refresh(books, books.refreshToken));
    expect(next).not.toBe(books.refreshToken);
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
    await books.advance('23h');
    expect(tokenOf(await refresh(books, next))).toBe(next);
  });

  test('changes every time with rotateEvery always, and the old one is refused in one call', async ({
    books,
  }) => {
    await books.turn({ rotateEvery: 'always' });
    const client = books.oauth();
    const { json } = await client.refresh();
    expect(json.refresh_token).not.toBe(books.refreshToken);
    const before = await tokenCalls(books);
    await expect(client.refreshUsingToken(books.refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: '',
    });
    expect(await tokenCalls(books)).toBe(before + 1);
    expect((await refresh(books, json.refresh_token)).status).toBe(200);
  });

  test('never changes with rotateEvery never', async ({ books }) => {
    await books.turn({ rotateEvery: 'never' });
    await books.advance('30d');
    expect(tokenOf(await refresh(books, books.refreshToken))).toBe(books.refreshToken);
  });

  test('works a while longer within graceSeconds, and is answered with its successor', async ({ books }) => {
    await books.turn({ rotateEvery: 'always', graceSeconds: 30 });
    const next = tokenOf(await refresh(books, books.refreshToken));
    await books.advance('29s');
    expect(tokenOf(await refresh(books, books.refreshToken))).toBe(next);
    await books.advance('1s');
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
    expect((await refresh(books, next)).status).toBe(200);
  });

  test('that is superseded ends the connection only with reuseRevokesFamily', async ({ books }) => {
    await books.turn({ rotateEvery: 'always' });
    const second = tokenOf(await refresh(books, books.refreshToken));
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
    const third = tokenOf(await refresh(books, second));
    await books.turn({ reuseRevokesFamily: true });
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
    expect(await refresh(books, third)).toMatchObject(invalidGrant);
    expect((await books.raw('companyinfo/1')).status).toBe(401);
  });

  for (const description of ['Token invalid', 'Incorrect or invalid refresh token'] as const) {
    test(`is refused with the words "${description}" when the knob says so`, async ({ books }) => {
      await books.turn({ invalidGrantDescription: description });
      await expect(books.oauth().refreshUsingToken('unknown')).rejects.toMatchObject({
        error: 'invalid_grant',
        error_description: description,
      });
    });
  }

  test('dies 8,726,400 seconds after its last use', async ({ books }) => {
    await books.advance('8726399s');
    expect((await refresh(books, books.refreshToken)).status).toBe(200);
    const rotated = await books.connect({ realmId: books.realmId });
    await books.advance('8726400s');
    expect(await refresh(books, rotated.refreshToken)).toMatchObject(invalidGrant);
  });

  test('used again and again dies five years after the consent', async ({ books }) => {
    await books.turn({ rotateEvery: 'never' });
    const hard = { 'x-include-refresh-token-hard-expires-in': 'true' };
    const form = { grant_type: 'refresh_token', refresh_token: books.refreshToken };
    for (let day = 100; day < 1825; day += 100) {
      await books.advance('100d');
      const { json } = await books.token(form, hard);
      const left = (1825 - day) * 86_400;
      expect(json).toMatchObject({
        x_refresh_token_expires_in: Math.min(8_726_400, left),
        x_refresh_token_hard_expires_in: left,
      });
    }
    await books.advance('25d');
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
  });

  test('tells of its hard end only when asked with the header of intuit-oauth', async ({ books }) => {
    const { json } = await books.oauth({ hard: true }).refresh();
    expect(json.x_refresh_token_hard_expires_in).toBe(5 * 365 * 86_400);
    const { json: plain } = await books.oauth().refresh();
    expect(plain).not.toHaveProperty('x_refresh_token_hard_expires_in');
  });

  test('is not one for another app, nor is an access token', async ({ books }) => {
    expect(await refresh(books, books.accessToken)).toMatchObject(invalidGrant);
    await books.admin('apps', {
      clientId: 'other',
      clientSecret: 's',
      redirectUris: ['http://localhost/cb'],
    });
    const asOther = { authorization: `Basic ${Buffer.from('other:s').toString('base64')}` };
    const form = { grant_type: 'refresh_token', refresh_token: books.refreshToken };
    expect(await books.token(form, asOther)).toMatchObject(invalidGrant);
    expect((await books.token(form)).status).toBe(200);
  });

  test('of the library is not even sent when its own lifetime is unknown', async ({ books }) => {
    const client = books.oauth();
    client.setToken({ access_token: books.accessToken, refresh_token: books.refreshToken, expires_in: 3600 });
    await expect(client.refresh()).rejects.toThrow();
    expect(await tokenCalls(books)).toBe(0);
  });
});

describe('the token endpoint', () => {
  test('wants the right client and a grant type that it knows', async ({ books }) => {
    const form = { grant_type: 'refresh_token', refresh_token: books.refreshToken };
    const wrong = { authorization: `Basic ${Buffer.from('qbo-sim-client:wrong').toString('base64')}` };
    for (const headers of [wrong, { authorization: '' }, { authorization: 'Bearer x' }]) {
      expect(await books.token(form, headers)).toMatchObject({
        status: 401,
        json: { error: 'invalid_client' },
      });
    }
    for (const grant of ['password', '']) {
      expect(await books.token({ grant_type: grant })).toMatchObject({
        status: 400,
        json: { error: 'unsupported_grant_type' },
      });
    }
  });

  test('that fails twice is asked a third time by intuit-oauth', async ({ books }) => {
    await books.fault({ operation: 'token' }, { type: 'refresh5xx' }, 2);
    expect((await books.oauth().refresh()).json.access_token).toEqual(expect.any(String));
    expect(await tokenCalls(books)).toBe(3);
  });

  test('that always fails is asked four times, and nothing has become of the token', async ({ books }) => {
    await books.fault({ operation: 'token' }, { type: 'refresh5xx' }, null);
    await expect(books.oauth().refresh()).rejects.toThrow();
    expect(await tokenCalls(books)).toBe(4);
    await books.admin('faults', undefined, 'DELETE');
    expect((await refresh(books, books.refreshToken)).status).toBe(200);
  });

  test('that throttles says 429 and changes nothing', async ({ books }) => {
    await books.fault({}, { type: 'refresh429' }, 1);
    expect((await refresh(books, books.refreshToken)).status).toBe(429);
    expect((await refresh(books, books.refreshToken)).status).toBe(200);
  });

  test('whose answer is lost has rotated all the same', async ({ books }) => {
    await books.turn({ rotateEvery: 'always' });
    await books.fault({}, { type: 'refreshLostResponse' });
    await expect(refresh(books, books.refreshToken)).rejects.toThrow();
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
  });
});

describe('two refreshes at once', () => {
  test('by one intuit-oauth send one token twice, and the second one is refused', async ({ books }) => {
    await books.turn({ rotateEvery: 'always' });
    const client = books.oauth();
    const outcomes = await Promise.allSettled([client.refresh(), client.refresh()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await tokenCalls(books)).toBe(2);
  });

  test('leave the connection alive with grace', async ({ books }) => {
    await books.turn({ rotateEvery: 'always', graceSeconds: 10 });
    const client = books.oauth();
    const outcomes = await Promise.all([client.refresh(), client.refresh()]);
    expect(new Set(outcomes.map(({ json }) => json.refresh_token)).size).toBe(1);
  });
});

describe('revoking', () => {
  test('by intuit-oauth sends JSON with the access token, and the whole connection is dead', async ({
    books,
  }) => {
    await books.oauth().revoke();
    expect(await books.lastCall()).toMatchObject({
      operation: 'revoke',
      status: 200,
      headers: { 'content-type': expect.stringContaining('json') },
    });
    expect(await books.raw('companyinfo/1')).toMatchObject({
      status: 401,
      json: { fault: { error: [{ code: '3200' }] } },
    });
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
  });

  test('by node-quickbooks sends a form with the refresh token, and the connection is dead', async ({
    books,
  }) => {
    await books.ask((done) => books.qbo.revokeAccess(true, done));
    expect((await books.lastCall()).headers['content-type']).toContain('x-www-form-urlencoded');
    expect(books.qbo.token).toBeNull();
    expect((await books.raw('companyinfo/1')).status).toBe(401);
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
  });

  test('leaves the other connections of the company alone', async ({ books }) => {
    const other = await books.connect({ realmId: books.realmId });
    await books.oauth().revoke({ refresh_token: books.refreshToken });
    expect((await other.raw('companyinfo/1')).status).toBe(200);
  });

  test('an unknown token is 400, and without the client it is 401', async ({ books }) => {
    await expect(books.oauth().revoke({ access_token: 'unknown' })).rejects.toMatchObject({
      error: 'invalid_request',
    });
    const answer = await fetch(`${books.sim.url}/v2/oauth2/tokens/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: books.refreshToken }),
    });
    expect(answer.status).toBe(401);
    expect((await refresh(books, books.refreshToken)).status).toBe(200);
  });

  test('answers 200 with nothing in it, at any address it ever had', async ({ books }) => {
    const credentials = Buffer.from(`${books.sim.clientId}:${books.sim.clientSecret}`).toString('base64');
    for (const address of ['/v2/oauth2/tokens/revoke', '/oauth2/v1/tokens/revoke']) {
      const { accessToken } = await books.connect({ realmId: books.realmId });
      const answer = await fetch(books.sim.url + address, {
        method: 'POST',
        headers: { authorization: `Basic ${credentials}` },
        body: new URLSearchParams({ token: accessToken }),
      });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      const headers = { authorization: `Bearer ${accessToken}` };
      expect((await books.raw('companyinfo/1', { headers })).status).toBe(401);
    }
  });
});

describe('the other client and the user', () => {
  test('node-quickbooks refreshes with a form and goes on with what it got', async ({ books }) => {
    await books.turn({ rotateEvery: 'always' });
    await books.advance('1h');
    expect(await books.fails((done) => books.qbo.getCompanyInfo(books.realmId, done))).toBeInstanceOf(Error);
    await books.ask((done) => books.qbo.refreshAccessToken(done));
    expect(books.qbo.refreshToken).not.toBe(books.refreshToken);
    await books.ask((done) => books.qbo.getCompanyInfo(books.realmId, done));
  });

  test('a user who disconnects ends the tokens of that app and company at once', async ({ books }) => {
    const elsewhere = await books.connect({ preset: 'us-plain' });
    await books.user('disconnect', { clientId: books.sim.clientId });
    expect(await books.raw('companyinfo/1')).toMatchObject({
      status: 401,
      json: { fault: { error: [{ code: '3200' }] } },
    });
    expect(await refresh(books, books.refreshToken)).toMatchObject(invalidGrant);
    expect((await elsewhere.raw('companyinfo/1')).status).toBe(200);
  });
});
