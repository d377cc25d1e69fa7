import path from 'node:path';
import { email, password } from '@pace/shared/fields';
import { z } from 'zod';

/** The folder that holds `apps`, `packages` and `data`; commands are started from several folders below it. */
export const repoRoot = path.resolve(import.meta.dirname, '../../..');

export interface Config {
  port: number;
  host: string;
  /** Where a person on this machine opens the product. */
  baseUrl: string;
  /** Absent: the embedded PostgreSQL in `dataDir` is used. */
  databaseUrl: string | undefined;
  dataDir: string;
  /** Where the web application is built to; without it the server is the API alone. */
  webDir: string;
  /** Absent with the embedded PostgreSQL: a generated one is kept beside the data. */
  secret: string | undefined;
  firstAdministrator: { email: string; password: string } | undefined;
  logLevel: (typeof logLevels)[number];
}

/** What a wrong environment stops the start with: every mistake at once, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const environment = z.object({
  PORT: z.coerce
    .number('must be a port number')
    .int('must be a port number')
    .min(1, 'must be a port number from 1 to 65535')
    .max(65_535, 'must be a port number from 1 to 65535')
    .default(2000),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be a host name or an address to listen on')
    .default('localhost'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must look like postgresql://user:password@host:5432/database')
    .optional(),
  PACE_DATA_DIR: z.string().optional(),
  PACE_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters; `openssl rand -hex 32` makes a good one')
    .optional(),
  PACE_ADMIN_EMAIL: email.optional(),
  PACE_ADMIN_PASSWORD: password.optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});

/** Reads the whole environment, or throws one ConfigError that lists everything wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return toConfig(env, []);
}

/** The same for a server, which cannot invent a secret that several servers on one database would have to share. */
export function readServerConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const missing = env['DATABASE_URL'] && !env['PACE_SECRET'];
  return toConfig(
    env,
    missing
      ? [
          'PACE_SECRET: is needed with DATABASE_URL, the same for every server on that database; `openssl rand -hex 32` makes one',
        ]
      : [],
  );
}

function toConfig(env: NodeJS.ProcessEnv, problems: string[]): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  const wrong = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  if (Boolean(given['PACE_ADMIN_EMAIL']) !== Boolean(given['PACE_ADMIN_PASSWORD'])) {
    wrong.push('PACE_ADMIN_EMAIL and PACE_ADMIN_PASSWORD: give both or neither');
  }
  wrong.push(...problems);
  if (!parsed.success || wrong.length > 0) {
    throw new ConfigError(`The environment is not right:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  }
  const read = parsed.data;
  return {
    port: read.PORT,
    host: read.HOST,
    baseUrl: `http://${visibleHost(read.HOST)}:${read.PORT}`,
    databaseUrl: read.DATABASE_URL,
    dataDir: path.resolve(repoRoot, read.PACE_DATA_DIR ?? 'data'),
    webDir: path.join(repoRoot, 'apps/web/dist'),
    secret: read.PACE_SECRET,
    firstAdministrator:
      read.PACE_ADMIN_EMAIL && read.PACE_ADMIN_PASSWORD
        ? { email: read.PACE_ADMIN_EMAIL, password: read.PACE_ADMIN_PASSWORD }
        : undefined,
    logLevel: read.LOG_LEVEL,
  };
}

function visibleHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
