import type { Store, Table } from '../core/store.ts';

/** A client application, as registered with the developer portal. */
export interface App {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

/** One consent of one company for one app. Its tokens come and go; revoking ends them all. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly realmId: string;
  readonly scope: string;
  readonly createdMs: number;
  /** Five years after consent nothing can be refreshed any more. */
  readonly hardExpiresMs: number;
  readonly isRevoked: boolean;
}

export interface Code {
  readonly clientId: string;
  readonly realmId: string;
  readonly scope: string;
  readonly redirectUri: string;
  readonly expiresMs: number;
  readonly isUsed: boolean;
  /** What the code was exchanged for. */
  readonly grantId?: string;
}

export interface AccessToken {
  readonly grantId: string;
  readonly expiresMs: number;
}

export interface RefreshToken {
  readonly grantId: string;
  readonly issuedMs: number;
  /** Moves with every use. */
  readonly idleExpiresMs: number;
  /** When a newer one was issued. */
  readonly supersededMs?: number;
}

export interface OAuthState {
  readonly apps: Table<App>;
  readonly grants: Table<Grant>;
  readonly codes: Table<Code>;
  readonly access: Table<AccessToken>;
  readonly refresh: Table<RefreshToken>;
}

export function openOAuth(store: Store): OAuthState {
  return {
    apps: store.table<App>('oauth/apps'),
    grants: store.table<Grant>('oauth/grants', [{ name: 'realm', keysOf: ({ realmId }) => [realmId] }]),
    codes: store.table<Code>('oauth/codes'),
    access: store.table<AccessToken>('oauth/access', [{ name: 'grant', keysOf: ({ grantId }) => [grantId] }]),
    refresh: store.table<RefreshToken>('oauth/refresh', [
      { name: 'grant', keysOf: ({ grantId }) => [grantId] },
    ]),
  };
}
