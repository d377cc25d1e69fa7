import type { SetUp } from '@pace/shared/auth';
import { insertSampleBook } from '../../db/sample-book.ts';
import { AppError, refuseFields } from '../../lib/app-error.ts';
import { type Ctx, inTx, neverStored, type Tx } from '../../lib/db.ts';
import { personName } from '../../lib/person-name.ts';
import { invalidCode, redeemCode, setPassword } from '../auth/auth.service.ts';
import { setUpCompany } from '../company/company.service.ts';
import { hasPeople, personOfSetUp, recordSetUp } from '../users/users.service.ts';
import { createFirstAdministrator, firstAdministratorPurpose } from './first-administrator.ts';

/** Whether the first administrator is still to be created. */
export async function isSetUpNeeded(ctx: Ctx): Promise<boolean> {
  return !(await hasPeople(ctx.db));
}

/**
 * Redeems a one-time code: creates the first administrator with the brokerage they describe, all or nothing, or gives
 * an added person their password.
 */
export async function setUp(ctx: Ctx, input: SetUp, passwordHash: string): Promise<{ email: string }> {
  return inTx(neverStored(ctx), async (tx) => {
    const purpose = await redeemCode(tx, input.code);
    const names = { firstName: input.firstName ?? null, lastName: input.lastName ?? null };
    if (purpose === firstAdministratorPurpose) {
      return firstStart(tx, ctx, input, { ...names, passwordHash });
    }
    refuseFields([
      ...(input.company ? [{ path: 'company', message: 'is for the first administrator to say' }] : []),
      ...(input.sampleData ? [{ path: 'sampleData', message: 'is for the first administrator to say' }] : []),
    ]);
    const person = await personOfSetUp(tx, purpose);
    if (!person?.isActive) throw invalidCode();
    await setPassword(tx, person.clerkUserId, passwordHash);
    await recordSetUp(tx, ctx, person, names);
    return { email: person.email };
  });
}

async function firstStart(
  tx: Tx,
  ctx: Ctx,
  input: SetUp,
  person: { firstName: string | null; lastName: string | null; passwordHash: string },
): Promise<{ email: string }> {
  const { email } = input;
  if (email === undefined) {
    throw new AppError('request.invalid', { errors: [{ path: 'email', message: 'is required' }] });
  }
  const { id } = await createFirstAdministrator(tx, ctx, { email, ...person });
  if (input.company) {
    const actor = { id, name: personName({ ...person, email }) ?? email, source: 'api' } as const;
    await setUpCompany(tx, { ...ctx, actor }, input.company);
  }
  // Last: its orders are dated in the company's zone and belong to the people there are.
  if (input.sampleData) await insertSampleBook(tx, ctx.clock);
  return { email };
}
