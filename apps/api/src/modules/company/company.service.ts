import { type CompanyUpdate, unknownTimeZone } from '@pace/shared/company';
import { refuseFields } from '../../lib/app-error.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { requireVersion } from '../../lib/versions.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import * as repo from './company.repo.ts';
import { toCompanyView } from './company.view.ts';

/** The brokerage's name, time zone and defaults. */
export function getCompany(tx: Tx): Promise<repo.CompanyRow> {
  return repo.get(tx);
}

/** Changes the brokerage's name, zone or defaults. Orders already written keep theirs. */
export async function updateCompany(
  ctx: Ctx,
  version: number,
  input: CompanyUpdate,
): Promise<repo.CompanyRow> {
  return inTx(ctx, async (tx) => {
    const company = await repo.getForUpdate(tx);
    requireVersion(version, company, () => toCompanyView(company));
    return change(tx, ctx, company, input, '');
  });
}

/** Gives the brokerage its name, zone and defaults in the transaction of the first start. */
export async function setUpCompany(tx: Tx, ctx: Ctx, input: CompanyUpdate): Promise<void> {
  await change(tx, ctx, await repo.getForUpdate(tx), input, 'company.');
}

async function change(
  tx: Tx,
  ctx: Ctx,
  company: repo.CompanyRow,
  input: CompanyUpdate,
  pathPrefix: string,
): Promise<repo.CompanyRow> {
  const after = { ...company, ...definedFields(input) };
  refuseFields(
    after.defaultBillingMode === 'commission' && after.defaultEngagedBy === 'both'
      ? [
          {
            path: `${pathPrefix}defaultEngagedBy`,
            message: 'cannot be both while the commission is what is invoiced',
          },
        ]
      : [],
    'billing.split_unsupported',
  );
  const changes = changesBetween(company, input);
  if (Object.keys(changes).length === 0) return company;
  if (changes['timeZone'] && !(await isZoneKnown(tx, after.timeZone))) {
    refuseFields([{ path: `${pathPrefix}timeZone`, message: unknownTimeZone }]);
  }
  await record(tx, ctx, { entityType: 'company', entityId: company.id, action: 'changed', changes });
  return repo.update(tx, definedFields(input));
}

/** Days are worked out here and in PostgreSQL, each by its own table of zones: both must know it. */
async function isZoneKnown(tx: Tx, timeZone: string): Promise<boolean> {
  try {
    Temporal.Now.plainDateISO(timeZone);
  } catch {
    return false; // Some zones are known to Intl, by which the schema asks, and not to Temporal.
  }
  return repo.knowsTimeZone(tx, timeZone);
}
