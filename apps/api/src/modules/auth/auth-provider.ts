import type { IncomingHttpHeaders } from 'node:http';

/** What a request says of its sender: a session of ours, or a subject that another provider has vouched for. */
export type Identity = { sessionToken: string } | { subject: string };

export interface Credentials {
  email: string;
  password: string;
  userAgent: string | undefined;
}

/** A way of signing in. `users.clerk_user_id` carries the subject, whoever the provider is. */
export interface AuthProvider {
  /** Who a request claims to be; undefined when it claims nothing. The session statement decides whether it is true. */
  identify(headers: IncomingHttpHeaders): Promise<Identity | undefined>;
  /** Opens a session, or throws `auth.wrong_credentials`. */
  signIn(credentials: Credentials): Promise<{ token: string }>;
  /** A password as it may be stored. Takes tens of milliseconds on purpose. */
  hashPassword(password: string): Promise<string>;
  verifyPassword(password: string, hash: string): Promise<boolean>;
}
