import { jsonReply, type Reply, type SimRequest } from '../core/reply.ts';
import { infoOf } from '../entities/realm.ts';
import { applyOAuthFaults } from '../faults/apply.ts';
import { nextTid, type Sim } from '../sim.ts';
import { signIdToken, signingKey } from './signing-key.ts';
import type { App } from './state.ts';
import {
  accessLifeS,
  createGrant,
  grantOfToken,
  livingGrant,
  refreshGrant,
  refreshIdleS,
  revokeGrant,
  type TokenPair,
} from './tokens.ts';

/** The consent page, the token endpoint, revocation, discovery and user info: what Intuit's sign-in service does. */

export const oauthPaths = {
  authorize: '/connect/oauth2',
  token: '/oauth2/v1/tokens/bearer',
  revoke: '/v2/oauth2/tokens/revoke',
  userInfo: '/v1/openid_connect/userinfo',
  jwks: '/op/v1/jwks',
  discovery: '/.well-known/openid_configuration',
  sandboxDiscovery: '/.well-known/openid_sandbox_configuration',
} as const;

export interface OAuthAnswer {
  reply: Reply;
  operation: string;
  flags: readonly string[];
  realm?: string;
  app?: string;
  rules: readonly string[];
}

/** The answer to an OAuth address, or undefined for any other. `origin` is where the simulator is reached. */
export function answerOAuth(sim: Sim, request: SimRequest, origin: string): OAuthAnswer | undefined {
  const path = request.path.replace(/\/$/, '');
  const answer = (operation: string, result: Partial<OAuthAnswer> & { reply: Reply }): OAuthAnswer => ({
    operation,
    flags: [],
    rules: [],
    ...result,
  });
  if (path === oauthPaths.authorize && request.method === 'GET')
    return answer('authorize', authorize(sim, request));
  if (path === oauthPaths.token && request.method === 'POST')
    return answer('token', token(sim, request, origin));
  // The revocation endpoint has moved over the years; clients have any of its addresses built in.
  if (path.endsWith('/tokens/revoke') && request.method === 'POST')
    return answer('revoke', revoke(sim, request));
  if (path === oauthPaths.userInfo && request.method === 'GET')
    return answer('userinfo', userInfo(sim, request));
  if (path === oauthPaths.jwks)
    return answer('jwks', { reply: jsonReply(200, { keys: [keyOf(sim).publicJwk] }) });
  if (path === oauthPaths.discovery || path === oauthPaths.sandboxDiscovery) {
    return answer('discovery', { reply: jsonReply(200, discovery(origin)) });
  }
  return undefined;
}

type Part = Partial<OAuthAnswer> & { reply: Reply };

/** What the page at the consent address says to a person, when it says anything. */
function page(status: number, title: string, content: string): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${escapeHtml(title)}</title><style>body{font:16px/1.5 system-ui;margin:3rem auto;max-width:34rem;padding:0 1rem;` +
      `color-scheme:light dark}a{display:block;padding:.7rem 1rem;margin:.5rem 0;border:1px solid;border-radius:8px}</style>` +
      `</head><body><h1>${escapeHtml(title)}</h1>${content}</body></html>`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function authorize(sim: Sim, { query }: SimRequest): Part {
  const app = sim.oauth.apps.get(query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  const scope = query.get('scope')?.trim() ?? '';
  const state = query.get('state');
  // Without a known app and address nobody may be sent anywhere.
  if (app === undefined)
    return { reply: page(400, 'The app is not known', '<p>client_id names no registered app.</p>') };
  if (!app.redirectUris.includes(redirectUri)) {
    return {
      app: app.clientId,
      reply: page(
        400,
        'The address to return to is not registered',
        '<p>redirect_uri must be exactly a registered one.</p>',
      ),
    };
  }
  const flags = state === null || state === '' ? ['state missing'] : [];
  const back = (params: Record<string, string>): Reply => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries({ ...params, ...(state !== null && { state }) }))
      url.searchParams.set(name, value);
    return { status: 302, headers: { location: url.toString() }, body: '' };
  };
  if (query.get('response_type') !== 'code')
    return { app: app.clientId, flags, reply: back({ error: 'unsupported_response_type' }) };
  const mode = sim.knobs().authorizeMode;
  if (scope === '' || mode === 'invalid_scope')
    return { app: app.clientId, flags, reply: back({ error: 'invalid_scope' }) };
  if (mode === 'deny') return { app: app.clientId, flags, reply: back({ error: 'access_denied' }) };
  const wanted = query.get('realmId') ?? query.get('realm_id');
  if (mode === 'page' && wanted === null) return { app: app.clientId, flags, reply: chooser(sim, query) };
  const realm = wanted === null ? [...sim.realms.values()][0] : sim.realms.get(wanted);
  if (realm === undefined)
    return {
      app: app.clientId,
      flags,
      reply: page(404, 'There is no such company', '<p>Create one first.</p>'),
    };
  const code = sim.random.hex(50);
  sim.oauth.codes.set(code, {
    clientId: app.clientId,
    realmId: realm.id,
    scope,
    redirectUri,
    expiresMs: sim.clock.nowMs() + sim.knobs().codeLifetimeS * 1000,
    isUsed: false,
  });
  return { app: app.clientId, realm: realm.id, flags, reply: back({ code, realmId: realm.id }) };
}

function chooser(sim: Sim, query: URLSearchParams): Reply {
  const links = [...sim.realms.values()].map((realm) => {
    const params = new URLSearchParams(query);
    params.set('realmId', realm.id);
    return `<a href="?${escapeHtml(params.toString())}">${escapeHtml(infoOf(realm).name)} (${realm.id})</a>`;
  });
  return page(200, 'Choose a company to connect', links.join(''));
}

function oauthError(status: number, error: string, description?: string): Reply {
  return jsonReply(status, { error, ...(description !== undefined && { error_description: description }) });
}

function invalidGrant(sim: Sim): Reply {
  const { invalidGrantDescription } = sim.knobs();
  return oauthError(
    400,
    'invalid_grant',
    invalidGrantDescription === 'none' ? undefined : invalidGrantDescription,
  );
}

/** The app behind HTTP Basic credentials. */
function clientOf(sim: Sim, { headers }: SimRequest): App | undefined {
  const [scheme, value = ''] = (headers['authorization'] ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const at = text.indexOf(':');
  const app = sim.oauth.apps.get(text.slice(0, Math.max(at, 0)));
  return app !== undefined && app.clientSecret === text.slice(at + 1) ? app : undefined;
}

function token(sim: Sim, request: SimRequest, origin: string): Part {
  const app = clientOf(sim, request);
  const form = new URLSearchParams(request.body);
  const refreshToken = form.get('refresh_token') ?? '';
  const realmId =
    grantOfToken(sim, refreshToken)?.realmId ?? sim.oauth.codes.get(form.get('code') ?? '')?.realmId;
  const about = {
    ...(app !== undefined && { app: app.clientId }),
    ...(realmId !== undefined && { realm: realmId }),
  };
  const faults = applyOAuthFaults(sim, request, realmId);
  if (faults.reply !== undefined) return { ...about, rules: faults.struck(), reply: faults.reply };
  const reply = faults.exchange(() =>
    app === undefined ? oauthError(401, 'invalid_client') : exchange(sim, request, app, form, origin),
  );
  return { ...about, rules: faults.struck(), reply };
}

function exchange(sim: Sim, request: SimRequest, app: App, form: URLSearchParams, origin: string): Reply {
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const pair = exchangeCode(sim, app, form);
      return pair === undefined ? invalidGrant(sim) : tokenReply(sim, request, pair, origin);
    }
    case 'refresh_token': {
      const pair = refreshGrant(sim, app.clientId, form.get('refresh_token') ?? '');
      return pair === undefined ? invalidGrant(sim) : tokenReply(sim, request, pair, origin);
    }
    default:
      return oauthError(400, 'unsupported_grant_type');
  }
}

/** A code works once, for the app and the address it was made for. */
function exchangeCode(sim: Sim, app: App, form: URLSearchParams): TokenPair | undefined {
  const value = form.get('code') ?? '';
  const code = sim.oauth.codes.get(value);
  if (code === undefined || code.clientId !== app.clientId || code.redirectUri !== form.get('redirect_uri'))
    return undefined;
  if (code.isUsed || sim.clock.nowMs() >= code.expiresMs || !sim.realms.has(code.realmId)) return undefined;
  const pair = createGrant(sim, { clientId: app.clientId, realmId: code.realmId, scope: code.scope });
  sim.oauth.codes.set(value, { ...code, isUsed: true, grantId: pair.grant.id });
  return pair;
}

function tokenReply(
  sim: Sim,
  { headers }: SimRequest,
  { accessToken, refreshToken, grant }: TokenPair,
  origin: string,
): Reply {
  const now = sim.clock.nowMs();
  const refreshExpiresIn = Math.min(refreshIdleS, Math.floor((grant.hardExpiresMs - now) / 1000));
  return jsonReply(
    200,
    {
      token_type: 'bearer',
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: accessLifeS,
      x_refresh_token_expires_in: refreshExpiresIn,
      ...(headers['x-include-refresh-token-hard-expires-in'] === 'true' && {
        x_refresh_token_hard_expires_in: Math.floor((grant.hardExpiresMs - now) / 1000),
      }),
      ...(grant.scope.split(/\s+/).includes('openid') && {
        id_token: idToken(sim, grant.clientId, grant.realmId, origin),
      }),
    },
    { 'cache-control': 'no-store', intuit_tid: nextTid(sim) },
  );
}

const person = {
  sub: '1182d6ec-0a1b-4f0e-9d1a-51a7ed000001',
  email: 'bookkeeper@example.com',
  emailVerified: true,
  givenName: 'Robin',
  familyName: 'Ledger',
};

const keyOf = (sim: Sim) => signingKey(sim.seed);

function idToken(sim: Sim, clientId: string, realmId: string, origin: string): string {
  const now = Math.floor(sim.clock.nowMs() / 1000);
  return signIdToken(keyOf(sim), {
    sub: person.sub,
    aud: [clientId],
    realmid: realmId,
    auth_time: now,
    iss: `${origin}/op/v1`,
    exp: now + accessLifeS,
    iat: now,
  });
}

/** Either token ends the whole connection. Clients send JSON or a form. */
function revoke(sim: Sim, request: SimRequest): Part {
  const app = clientOf(sim, request);
  if (app === undefined) return { reply: oauthError(401, 'invalid_client') };
  const grant = grantOfToken(sim, tokenToRevoke(request));
  if (grant === undefined || grant.clientId !== app.clientId) {
    return { app: app.clientId, reply: oauthError(400, 'invalid_request', 'The token is not known') };
  }
  revokeGrant(sim, grant.id);
  return { app: app.clientId, realm: grant.realmId, reply: { status: 200, headers: {}, body: '' } };
}

function tokenToRevoke({ headers, body }: SimRequest): string {
  if (!headers['content-type']?.includes('json')) return new URLSearchParams(body).get('token') ?? '';
  try {
    const parsed: unknown = JSON.parse(body);
    const token =
      typeof parsed === 'object' && parsed !== null && 'token' in parsed ? parsed.token : undefined;
    return typeof token === 'string' ? token : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

function userInfo(sim: Sim, { headers }: SimRequest): Part {
  const grant = livingGrant(sim, (headers['authorization'] ?? '').replace(/^bearer /i, ''));
  if (grant === undefined || !grant.scope.split(/\s+/).includes('openid')) {
    return { reply: oauthError(401, 'invalid_token') };
  }
  return { app: grant.clientId, realm: grant.realmId, reply: jsonReply(200, person) };
}

function discovery(origin: string): object {
  return {
    issuer: `${origin}/op/v1`,
    authorization_endpoint: origin + oauthPaths.authorize,
    token_endpoint: origin + oauthPaths.token,
    userinfo_endpoint: origin + oauthPaths.userInfo,
    revocation_endpoint: origin + oauthPaths.revoke,
    jwks_uri: origin + oauthPaths.jwks,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile', 'com.intuit.quickbooks.accounting'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
  };
}
