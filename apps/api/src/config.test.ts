import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, readServerConfig, repoRoot } from './config.ts';

const secret = 's'.repeat(32);

test('an empty environment serves http://localhost:2000 from the data folder of the checkout', () => {
  expect(readConfig({ PORT: '', PACE_SECRET: '' })).toMatchObject({
    baseUrl: 'http://localhost:2000',
    dataDir: path.join(repoRoot, 'data'),
    databaseUrl: undefined,
    secret: undefined,
    firstAdministrator: undefined,
  });
});

test('every mistake is reported at once', () => {
  const env = { PORT: 'x', DATABASE_URL: 'mysql://a/b', PACE_SECRET: 'short', PACE_ADMIN_EMAIL: 'nobody' };

  expect(() => readConfig(env)).toThrow(ConfigError);
  for (const name of ['PORT:', 'DATABASE_URL:', 'PACE_SECRET:', 'PACE_ADMIN_EMAIL:', 'both or neither']) {
    expect(() => readConfig(env)).toThrow(name);
  }
});

test('a port beyond 65535 or with a fraction is refused', () => {
  expect(() => readConfig({ PORT: '65536' })).toThrow('PORT');
  expect(() => readConfig({ PORT: '80.5' })).toThrow('PORT');
});

test('only a server needs the secret of an external database', () => {
  const env = { DATABASE_URL: 'postgresql://pace@db/pace_crm' };

  expect(readConfig(env).databaseUrl).toBe(env.DATABASE_URL);
  expect(() => readServerConfig(env)).toThrow('PACE_SECRET');
  expect(readServerConfig({ ...env, PACE_SECRET: secret }).secret).toBe(secret);
});

test('a relative data folder is one of the checkout, from wherever the command is started', () => {
  expect(readConfig({ PACE_DATA_DIR: 'elsewhere' }).dataDir).toBe(path.join(repoRoot, 'elsewhere'));
});

test('the printed address can be opened whatever the server listens on', () => {
  expect(readConfig({ HOST: '0.0.0.0', PORT: '80' }).baseUrl).toBe('http://localhost:80');
  expect(readConfig({ HOST: '10.1.2.3' }).baseUrl).toBe('http://10.1.2.3:2000');
});
