import OAuthClient from 'intuit-oauth';
import { describe, expect } from 'vitest';
import { type Books, callbackUrl, testWithBooks } from './clients.ts';

const test = testWithBooks();

const accounting = OAuthClient.scopes.Accounting;

/** Where the consent page sends the browser. */
async function consent(address: string): Promise<URL> {
  const response = await fetch(address, { redirect: 'manual' });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

const authorizeUri = (books: Books, scope: string | string[] = [accounting], state = 'state-1') =>
  books.oauth({ withToken: false }).authorizeUri({ scope, state });

async function codeFor(books: Books): Promise<string> {
  return (await consent(authorizeUri(books))).searchParams.get('code') ?? '';
}

const exchange = (books: Books, code: string, redirectUri = callbackUrl) =>
  books.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });

describe('the consent page', () => {
  test('sends the browser straight back with a code, the state and the company', async ({ books }) => {
    const back = await consent(authorizeUri(books));
    expect(back.origin + back.pathname).toBe(callbackUrl);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      code: expect.stringMatching(/^.{20,512}$/),
      state: 'state-1',
      realmId: books.realmId,
    });
  });

  test('offers every company when it is asked to show itself, and each link leads back', async ({
    books,
  }) => {
    await books.turn({ authorizeMode: 'page' });
    const other = await books.connect({ preset: 'us-ast' });
    const address = authorizeUri(books);
    const html = await (await fetch(address)).text();
    const links = [...html.matchAll(/href="([^"]*)"/g)].map((found) =>
      (found[1] ?? '').replace(/&#38;/g, '&'),
    );
    expect(links).toHaveLength(2);
    const back = await consent(new URL(links[1] ?? '', address).toString());
    expect(back.searchParams.get('realmId')).toBe(other.realmId);
    expect(back.searchParams.get('state')).toBe('state-1');
  });

  for (const [mode, error] of [
    ['deny', 'access_denied'],
    ['invalid_scope', 'invalid_scope'],
  ] as const) {
    test(`answers ${error} in mode ${mode}`, async ({ books }) => {
      await books.turn({ authorizeMode: mode });
      expect(Object.fromEntries((await consent(authorizeUri(books))).searchParams)).toEqual({
        error,
        state: 'state-1',
      });
    });
  }

  test('names an empty scope and another response type as errors', async ({ books }) => {
    const address = new URL(authorizeUri(books));
    address.searchParams.set('scope', '');
    expect((await consent(address.toString())).searchParams.get('error')).toBe('invalid_scope');
    address.searchParams.set('scope', accounting);
    address.searchParams.set('response_type', 'token');
    expect((await consent(address.toString())).searchParams.get('error')).toBe('unsupported_response_type');
  });

  test('sends nobody to an address that is not registered to the letter', async ({ books }) => {
    for (const [name, value] of [
      ['redirect_uri', `${callbackUrl}/`],
      ['redirect_uri', 'https://elsewhere.example/callback'],
      ['client_id', 'unknown'],
    ] as const) {
      const address = new URL(authorizeUri(books));
      address.searchParams.set(name, value);
      const response = await fetch(address, { redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });

  test('notes a missing state in the journal', async ({ books }) => {
    const address = new URL(authorizeUri(books));
    address.searchParams.delete('state');
    expect((await consent(address.toString())).searchParams.has('state')).toBe(false);
    expect((await books.lastCall()).flags).toContain('state missing');
  });
});

describe('a code', () => {
  test('is exchanged once by intuit-oauth, which takes the company from the address', async ({ books }) => {
    const back = await consent(authorizeUri(books));
    const client = books.oauth({ withToken: false });
    const { json } = await client.createToken(back.toString());
    expect(Object.keys(json).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
      'x_refresh_token_expires_in',
    ]);
    expect(json).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    });
    expect(client.getToken().realmId).toBe(books.realmId);
    await expect(client.createToken(back.toString())).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('is taken by intuit-oauth whatever the state, so the state is for us to check', async ({ books }) => {
    const back = await consent(authorizeUri(books));
    back.searchParams.set('state', 'somebody-else');
    const { json } = await books.oauth({ withToken: false }).createToken(back.toString());
    expect(json.access_token).toEqual(expect.any(String));
  });

  test('is worth nothing with another return address, or for another app', async ({ books }) => {
    const code = await codeFor(books);
    expect(await exchange(books, code, 'http://localhost:3000/callback')).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    });
    await books.admin('apps', {
      clientId: 'other',
      clientSecret: 'other-secret',
      redirectUris: [callbackUrl],
    });
    const asOther = { authorization: `Basic ${Buffer.from('other:other-secret').toString('base64')}` };
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUrl };
    expect(await books.token(form, asOther)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect(await exchange(books, code)).toMatchObject({ status: 200 });
  });

  test('lives ten minutes', async ({ books }) => {
    const [early, late] = [await codeFor(books), await codeFor(books)];
    await books.advance('599s');
    expect((await exchange(books, early)).status).toBe(200);
    await books.advance('1s');
    expect((await exchange(books, late)).json).toEqual({ error: 'invalid_grant' });
  });

  test('lives as long as its knob says', async ({ books }) => {
    await books.turn({ codeLifetimeS: 5 });
    const code = await codeFor(books);
    await books.advance('5s');
    expect((await exchange(books, code)).json).toEqual({ error: 'invalid_grant' });
  });

  test('gives an id token when openid was asked for, and one that its key verifies', async ({ books }) => {
    const back = await consent(authorizeUri(books, [accounting, OAuthClient.scopes.OpenId]));
    const client = books.oauth({ withToken: false });
    const { json } = await client.createToken(back.toString());
    const [header = '', payload = '', signature = ''] = String(json.id_token).split('.');
    const jwks = await fetch(`${books.sim.url}/op/v1/jwks`);
    const { keys } = (await jwks.json()) as { keys: { kty: string; kid: string; n: string; e: string }[] };
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(keys.map(({ kid }) => kid)).toEqual([JSON.parse(Buffer.from(header, 'base64url').toString()).kid]);
    expect(claims).toMatchObject({ aud: [books.sim.clientId], realmid: books.realmId });
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('jwk', keys[0] ?? { kty: 'RSA' }, algorithm, false, ['verify']);
    expect(
      await crypto.subtle.verify(
        algorithm.name,
        key,
        Buffer.from(signature, 'base64url'),
        Buffer.from(`${header}.${payload}`),
      ),
    ).toBe(true);
    const { json: person } = await client.getUserInfo();
    expect(person).toMatchObject({ sub: claims.sub, email: expect.stringContaining('@') });
  });
});

describe('the other addresses', () => {
  test('tell nothing of the person without openid, and nothing to an unknown token', async ({ books }) => {
    await expect(books.oauth().getUserInfo()).rejects.toMatchObject({ error: 'invalid_token' });
    const answer = await fetch(`${books.sim.url}/v1/openid_connect/userinfo`);
    expect(answer.status).toBe(401);
  });

  for (const name of ['openid_configuration', 'openid_sandbox_configuration']) {
    test(`are all in ${name}, and are the simulator's own`, async ({ books }) => {
      const answer = await fetch(`${books.sim.url}/.well-known/${name}`);
      const { url } = books.sim;
      expect(await answer.json()).toMatchObject({
        issuer: `${url}/op/v1`,
        authorization_endpoint: `${url}/connect/oauth2`,
        token_endpoint: `${url}/oauth2/v1/tokens/bearer`,
        revocation_endpoint: `${url}/v2/oauth2/tokens/revoke`,
        userinfo_endpoint: `${url}/v1/openid_connect/userinfo`,
        jwks_uri: `${url}/op/v1/jwks`,
      });
    });
  }
});
