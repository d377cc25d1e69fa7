import type { SetUp } from '@pace/shared/auth';
import { AppError } from '../../lib/app-error.ts';
import { type Ctx, inTx, neverStored } from '../../lib/db.ts';
import { invalidCode, redeemCode, setPassword } from '../auth/auth.service.ts';
import { hasPeople, nameOwnPerson, personOfSetUp } from '../users/users.service.ts';
import { createFirstAdministrator, firstAdministratorPurpose } from './first-administrator.ts';

/** Whether the first administrator is still to be created. */
export async function isSetUpNeeded(ctx: Ctx): Promise<boolean> {
  return !(await hasPeople(ctx.db));
}

/** Redeems a one-time code: creates the first administrator, or gives an added person their password. */
export async function setUp(ctx: Ctx, input: SetUp, passwordHash: string): Promise<{ email: string }> {
  return inTx(neverStored(ctx), async (tx) => {
    const purpose = await redeemCode(tx, input.code);
    const names = { firstName: input.firstName ?? null, lastName: input.lastName ?? null };
    if (purpose === firstAdministratorPurpose) {
      if (input.email === undefined) {
        throw new AppError('request.invalid', { errors: [{ path: 'email', message: 'is required' }] });
      }
      await createFirstAdministrator(tx, ctx, { email: input.email, ...names, passwordHash });
      return { email: input.email };
    }
    const person = await personOfSetUp(tx, purpose);
    if (!person?.isActive) throw invalidCode();
    await setPassword(tx, person.clerkUserId, passwordHash);
    await nameOwnPerson(tx, person.id, names);
    return { email: person.email };
  });
}
