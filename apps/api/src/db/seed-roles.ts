import { actions, permissions as allPermissions, modules, systemRoles } from '@pace/shared/permissions';
import { inArray } from 'drizzle-orm';
import { readConfig } from '../config.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { runProgram } from '../embedded/run-program.ts';
import { connectDb, type Db } from '../lib/db.ts';
import { must } from '../lib/must.ts';
import { migrateDatabase } from './migrate.ts';
import { permissions, rolePermissions, roles } from './schema/rbac.ts';

/**
 * All fifty rights and the four system roles. May be repeated: what is there stays as people have set it, and only a
 * role or right that is new gets the pairs it starts with. The role that starts with everything always gets everything
 * back, because a right that nobody holds is one that nobody could give again.
 */
export async function seedRoles(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    const newPermissions = await tx
      .insert(permissions)
      .values(
        modules.flatMap((module) =>
          actions.map((action) => ({ module, action, description: `${capitalized(action)} ${module}` })),
        ),
      )
      .onConflictDoNothing()
      .returning({ id: permissions.id });
    const newRoles = await tx
      .insert(roles)
      .values(systemRoles.map(({ name, description }) => ({ name, description, isSystem: true })))
      .onConflictDoNothing()
      .returning({ id: roles.id });
    const newIds = new Set([...newPermissions, ...newRoles].map((row) => row.id));
    const names = systemRoles.map((role) => role.name);
    const roleIds = new Map(
      (await tx.select().from(roles).where(inArray(roles.name, names))).map((role) => [role.name, role.id]),
    );
    const permissionIds = new Map(
      (await tx.select().from(permissions)).map((row) => [`${row.module}:${row.action}`, row.id]),
    );
    const pairs = systemRoles.flatMap((role) =>
      role.permissions.map((permission) => ({
        isAlwaysHeld: role.permissions.length === allPermissions.length,
        roleId: must(roleIds.get(role.name), `The role ${role.name} is missing`),
        permissionId: must(permissionIds.get(permission), `The right ${permission} is missing`),
      })),
    );
    const wanted = pairs
      .filter((pair) => pair.isAlwaysHeld || newIds.has(pair.roleId) || newIds.has(pair.permissionId))
      .map(({ roleId, permissionId }) => ({ roleId, permissionId }));
    await tx.insert(rolePermissions).values(wanted).onConflictDoNothing();
  });
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

if (import.meta.main) {
  await runProgram(async () => {
    const database = await openDatabase(readConfig());
    try {
      await migrateDatabase(database.url);
      const { db, pool } = connectDb(database.url, { max: 1 });
      await seedRoles(db);
      console.log('All rights and the four system roles are there.');
      await pool.end();
    } finally {
      await database.close();
    }
  });
}
