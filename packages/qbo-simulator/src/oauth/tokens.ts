import type { Sim } from '../sim.ts';
import type { AccessToken, Grant, RefreshToken } from './state.ts';

/** Minting, refreshing, finding and ending tokens. */

export const accessLifeS = 3600;
/** About 101 days, counted from the last use. */
export const refreshIdleS = 8_726_400;
const hardLifeMs = 5 * 365 * 86_400_000;
const dayMs = 86_400_000;

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly grant: Grant;
}

export function createGrant(
  sim: Sim,
  consent: { clientId: string; realmId: string; scope: string },
): TokenPair {
  const now = sim.clock.nowMs();
  const grant: Grant = {
    id: sim.random.hex(16),
    ...consent,
    createdMs: now,
    hardExpiresMs: now + hardLifeMs,
    isRevoked: false,
  };
  sim.oauth.grants.set(grant.id, grant);
  return { accessToken: mintAccess(sim, grant), refreshToken: mintRefresh(sim, grant), grant };
}

function mintAccess(sim: Sim, grant: Grant): string {
  const now = sim.clock.nowMs();
  for (const [token, { expiresMs, grantId }] of [...sim.oauth.access.entries()]) {
    if (grantId === grant.id && expiresMs < now - dayMs) sim.oauth.access.delete(token);
  }
  const token = `eyJ${sim.random.hex(60)}`;
  sim.oauth.access.set(token, { grantId: grant.id, expiresMs: now + accessLifeS * 1000 });
  return token;
}

function mintRefresh(sim: Sim, grant: Grant): string {
  const now = sim.clock.nowMs();
  const token = `RT1-${sim.random.digits(2)}-H0-${sim.random.digits(10)}${sim.random.hex(20)}`;
  sim.oauth.refresh.set(token, {
    grantId: grant.id,
    issuedMs: now,
    idleExpiresMs: now + refreshIdleS * 1000,
  });
  return token;
}

/**
 * Exchanges a refresh token. Undefined means invalid_grant: unknown, another app's, superseded, idle for too long, or
 * of a connection that has ended.
 */
export function refreshGrant(sim: Sim, clientId: string, token: string): TokenPair | undefined {
  const { graceSeconds, reuseRevokesFamily } = sim.knobs();
  const known = sim.oauth.refresh.get(token);
  const grant = known === undefined ? undefined : sim.oauth.grants.get(known.grantId);
  if (known === undefined || grant === undefined || grant.clientId !== clientId) return undefined;
  const now = sim.clock.nowMs();
  if (grant.isRevoked || now >= grant.hardExpiresMs || now >= known.idleExpiresMs) return undefined;
  if (known.supersededMs !== undefined && now >= known.supersededMs + graceSeconds * 1000) {
    if (reuseRevokesFamily) revokeGrant(sim, grant.id);
    return undefined;
  }
  return { accessToken: mintAccess(sim, grant), refreshToken: rotated(sim, grant, token, known), grant };
}

/** The refresh token that the answer carries: within its grace a superseded one is answered with its successor. */
function rotated(sim: Sim, grant: Grant, token: string, known: RefreshToken): string {
  const now = sim.clock.nowMs();
  if (known.supersededMs !== undefined) return currentRefresh(sim, grant.id) ?? token;
  const { rotateEvery } = sim.knobs();
  if (rotateEvery === 'always' || (rotateEvery === '24h' && now >= known.issuedMs + dayMs)) {
    sim.oauth.refresh.set(token, { ...known, supersededMs: now });
    return mintRefresh(sim, grant);
  }
  sim.oauth.refresh.set(token, { ...known, idleExpiresMs: now + refreshIdleS * 1000 });
  return token;
}

export function currentRefresh(sim: Sim, grantId: string): string | undefined {
  for (const [token, row] of sim.oauth.refresh.entries()) {
    if (row.grantId === grantId && row.supersededMs === undefined) return token;
  }
  return undefined;
}

/** Another process has refreshed: whoever still holds the old refresh token holds nothing. */
export function rotateBehindTheBack(sim: Sim, grant: Grant): void {
  const current = currentRefresh(sim, grant.id);
  const known = current === undefined ? undefined : sim.oauth.refresh.get(current);
  if (current === undefined || known === undefined) return;
  sim.oauth.refresh.set(current, { ...known, supersededMs: sim.clock.nowMs() });
  mintRefresh(sim, grant);
}

/** All tokens of the connection are dead from now on. */
export function revokeGrant(sim: Sim, grantId: string): void {
  const grant = sim.oauth.grants.get(grantId);
  if (grant !== undefined) sim.oauth.grants.set(grantId, { ...grant, isRevoked: true });
}

export function grantOfToken(sim: Sim, token: string): Grant | undefined {
  const row = sim.oauth.access.get(token) ?? sim.oauth.refresh.get(token);
  return row === undefined ? undefined : sim.oauth.grants.get(row.grantId);
}

/** The connection behind an access token that is good now. */
export function livingGrant(sim: Sim, accessToken: string): Grant | undefined {
  const row: AccessToken | undefined = sim.oauth.access.get(accessToken);
  const grant = row === undefined ? undefined : sim.oauth.grants.get(row.grantId);
  if (row === undefined || grant === undefined || grant.isRevoked) return undefined;
  return sim.clock.nowMs() < row.expiresMs ? grant : undefined;
}

/** Ends the life of every access token of a company, as if an hour had passed. */
export function expireAccess(sim: Sim, realmId: string): void {
  for (const grant of sim.oauth.grants.find('realm', realmId)) {
    for (const [token, row] of [...sim.oauth.access.entries()]) {
      if (row.grantId === grant.id) sim.oauth.access.set(token, { ...row, expiresMs: sim.clock.nowMs() });
    }
  }
}
