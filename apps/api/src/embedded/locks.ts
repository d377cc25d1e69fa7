import pg from 'pg';

/**
 * Who is doing what with the database is known by session advisory locks: they need no cleaning up, because they go
 * with the connection, however its process ends.
 */
export const locks = {
  /** Shared by every process of ours that needs the embedded PostgreSQL to run. */
  use: 1,
  /** Servers share it (the embedded database has one server, which holds it alone); a restore holds it alone. */
  serve: 2,
  /** One server at a time migrates, seeds and prepares the first administrator. */
  prepare: 3,
} as const;
type Lock = (typeof locks)[keyof typeof locks];

const family = 0x50414345; // "PACE", so that other programs' locks in the same database are not ours

/** A connection of its own for locks. It outlives what a server does to idle sessions. */
export async function connectForLocks(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName, keepAlive: true });
  client.on('error', () => {}); // a lost connection shows at its next use, or in its 'end' event
  await client.connect();
  await client.query('set idle_session_timeout = 0');
  return client;
}

export async function lockShared(client: pg.Client, lock: Lock): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1::int, $2::int)', [family, lock]);
}

export async function lockAlone(client: pg.Client, lock: Lock): Promise<void> {
  await client.query('select pg_advisory_lock($1::int, $2::int)', [family, lock]);
}

export async function tryLockShared(client: pg.Client, lock: Lock): Promise<boolean> {
  return ask(client, 'select pg_try_advisory_lock_shared($1::int, $2::int) as ok', lock);
}

export async function tryLockAlone(client: pg.Client, lock: Lock): Promise<boolean> {
  return ask(client, 'select pg_try_advisory_lock($1::int, $2::int) as ok', lock);
}

export async function unlockShared(client: pg.Client, lock: Lock): Promise<void> {
  await client.query('select pg_advisory_unlock_shared($1::int, $2::int)', [family, lock]);
}

export async function unlockAlone(client: pg.Client, lock: Lock): Promise<void> {
  await client.query('select pg_advisory_unlock($1::int, $2::int)', [family, lock]);
}

async function ask(client: pg.Client, statement: string, lock: Lock): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>(statement, [family, lock]);
  return rows[0]?.ok === true;
}

export interface Holder {
  application: string;
  address: string;
  since: string;
}

/** The sessions that hold a lock, for a message to a person. */
export async function holders(client: pg.Client, lock: Lock): Promise<Holder[]> {
  const { rows } = await client.query<Holder>(
    `select a.application_name as application, coalesce(host(a.client_addr), 'this machine') as address,
            to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') as since
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.classid = $1::int::oid and l.objid = $2::int::oid
        and l.database = (select oid from pg_database where datname = current_database())
      order by a.backend_start
      limit 20`,
    [family, lock],
  );
  return rows;
}
