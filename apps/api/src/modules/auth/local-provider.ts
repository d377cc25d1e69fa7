import { limits } from '@pace/shared/fields';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { isAPIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import * as authTables from '../../db/schema/auth.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Db } from '../../lib/db.ts';
import { sessionCookie, sessionSeconds } from '../../lib/session-cookie.ts';
import type { AuthProvider } from './auth-provider.ts';

/** better-auth counts halves of surrogate pairs, our schemas count characters: only theirs may refuse. */
const maxPasswordLength = 2 * limits.password;

/**
 * E-mail and password kept in our own database, through better-auth. Only its functions are used: none of its routes
 * is mounted, nobody can sign up, and sessions are read by our own statement.
 */
export function localProvider(db: Db, options: { secret: string; baseUrl: string }): AuthProvider {
  const auth = betterAuth({
    secret: options.secret,
    baseURL: options.baseUrl,
    database: drizzleAdapter(db, { provider: 'pg', schema: authTables }),
    user: { modelName: 'authUsers' },
    session: { modelName: 'authSessions', expiresIn: sessionSeconds },
    account: { modelName: 'authCredentials' },
    verification: { modelName: 'authVerifications' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 1, maxPasswordLength },
    advanced: { database: { generateId: 'uuid' } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

  return {
    async identify(headers) {
      const bearer = /^Bearer ([\w-]{16,128})$/i.exec(headers.authorization ?? '')?.[1];
      const token = bearer ?? readCookie(headers.cookie);
      return token === undefined ? undefined : { sessionToken: token };
    },
    async signIn({ email, password, userAgent }) {
      try {
        const headers = new Headers(userAgent === undefined ? {} : { 'user-agent': userAgent });
        const { token } = await auth.api.signInEmail({ body: { email, password }, headers });
        return { token };
      } catch (error) {
        if (isAPIError(error) && error.statusCode < 500) throw new AppError('auth.wrong_credentials');
        throw error;
      }
    },
    hashPassword,
    verifyPassword: (password, hash) => verifyPassword({ password, hash }),
  };
}

function readCookie(header: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${sessionCookie}=([\\w-]{16,128})(?:;|$)`).exec(header ?? '')?.[1];
}
