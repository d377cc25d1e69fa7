import type { JsonObject } from '../core/json.ts';
import type { SimRequest } from '../core/reply.ts';
import type { Grant } from '../oauth/state.ts';
import { createGrant } from '../oauth/tokens.ts';
import type { Sim } from '../sim.ts';
import { demandRealm, demandText, only, optionalText, readObject } from './input.ts';
import { AdminError } from './user-actions.ts';

/** How the connections of apps with companies stand. Tokens themselves are never told. */

const shownGrants = 100;

/** The newest connections, of one company when it is named. */
export function listGrants(sim: Sim, { query }: SimRequest): object {
  const realmId = query.get('realm');
  const grants =
    realmId === null
      ? [...sim.oauth.grants.values()]
      : sim.oauth.grants.find('realm', demandRealm(sim, realmId).id);
  const newest = grants.sort((a, b) => b.createdMs - a.createdMs).slice(0, shownGrants);
  return { grants: newest.map((grant) => grantView(sim, grant)), total: grants.length };
}

function grantView(sim: Sim, grant: Grant): object {
  const now = sim.clock.nowMs();
  const access = sim.oauth.access.find('grant', grant.id).filter(({ expiresMs }) => expiresMs > now);
  const refresh = sim.oauth.refresh.find('grant', grant.id);
  const current = refresh.find(({ supersededMs }) => supersededMs === undefined);
  const refreshEndsMs = Math.min(current?.idleExpiresMs ?? 0, grant.hardExpiresMs);
  return {
    id: grant.id,
    clientId: grant.clientId,
    realmId: grant.realmId,
    scope: grant.scope,
    createdAt: iso(grant.createdMs),
    state: grant.isRevoked ? 'disconnected' : refreshEndsMs <= now ? 'expired' : 'connected',
    livingAccessTokens: grant.isRevoked ? 0 : access.length,
    accessExpiresAt: access.length === 0 ? null : iso(Math.max(...access.map(({ expiresMs }) => expiresMs))),
    refreshExpiresAt: current === undefined ? null : iso(refreshEndsMs),
    supersededRefreshTokens: refresh.filter(({ supersededMs }) => supersededMs !== undefined).length,
  };
}

const iso = (instantMs: number): string => new Date(instantMs).toISOString();

export function listApps(sim: Sim): object {
  return { apps: [...sim.oauth.apps.values()] };
}

/** Registers an app, or changes one: `{clientId, clientSecret, redirectUris}`. */
export function addApp(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['clientId', 'clientSecret', 'redirectUris']);
  const uris = body['redirectUris'];
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string' && URL.canParse(uri))) {
    throw new AdminError('redirectUris must be a list of addresses', 'redirectUris');
  }
  const app = {
    clientId: demandText(body, 'clientId'),
    clientSecret: demandText(body, 'clientSecret'),
    redirectUris: uris.filter((uri) => typeof uri === 'string'),
  };
  sim.oauth.apps.set(app.clientId, app);
  return app;
}

export function appParam(sim: Sim, body: JsonObject): string {
  const clientId = optionalText(body, 'clientId') ?? [...sim.oauth.apps.keys()][0] ?? '';
  if (sim.oauth.apps.get(clientId) === undefined)
    throw new AdminError(`There is no app ${clientId}`, 'clientId');
  return clientId;
}

/** A pair of tokens without the consent page. */
export function mintGrant(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['realm', 'realmId', 'clientId', 'scope']);
  const realm = demandRealm(sim, optionalText(body, 'realm') ?? optionalText(body, 'realmId'));
  const scope = optionalText(body, 'scope') ?? 'com.intuit.quickbooks.accounting';
  const pair = createGrant(sim, { clientId: appParam(sim, body), realmId: realm.id, scope });
  return {
    realmId: realm.id,
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    token_type: 'bearer',
    expires_in: 3600,
    x_refresh_token_expires_in: 8_726_400,
  };
}
