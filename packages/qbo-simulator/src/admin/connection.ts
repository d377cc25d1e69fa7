import type { SimRequest } from '../core/reply.ts';
import type { Grant } from '../oauth/state.ts';
import type { Sim } from '../sim.ts';
import { demandRealm } from './input.ts';

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
