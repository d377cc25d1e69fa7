import type { companyView } from '@pace/shared/company';
import type { z } from 'zod';
import { toInstant } from '../../lib/instants.ts';
import type { CompanyRow } from './company.repo.ts';

export function toCompanyView(company: CompanyRow): z.infer<typeof companyView> {
  return {
    name: company.name,
    timeZone: company.timeZone,
    currency: company.currency,
    defaultBillingMode: company.defaultBillingMode,
    defaultEngagedBy: company.defaultEngagedBy,
    documentNumberPolicy: company.documentNumberPolicy,
    version: company.version,
    updatedAt: toInstant(company.updatedAt),
  };
}
