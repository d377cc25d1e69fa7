import pg from 'pg';

/** A connection whose values read the same whatever the server's defaults are, and that may take its time. */
export async function connectForBackup(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'pace-crm backup' });
  client.on('error', () => {}); // reported by the statement that it fails
  await client.connect();
  await client.query(
    `set client_encoding = 'UTF8'; set datestyle = 'ISO'; set timezone = 'UTC'; set intervalstyle = 'postgres';
     set extra_float_digits = 3; set bytea_output = 'hex';
     set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '30s'`,
  );
  return client;
}
