import { defineConfig } from 'drizzle-kit';
import { readConfig } from './src/config.ts';

const { databaseUrl } = readConfig();

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/*.ts',
  out: './src/db/migrations',
  // Only the database browser connects; migrations are written without a database and run by our own command.
  ...(databaseUrl !== undefined && { dbCredentials: { url: databaseUrl } }),
});
