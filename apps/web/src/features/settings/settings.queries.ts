import type { Schemas } from '@pace/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../../lib/api.ts';
import type { Me } from '../../lib/session.ts';

export type Company = Schemas['Company'];
export type PaymentTerms = Schemas['PaymentTerms'];

export function updateCompany(company: Company, body: Partial<CompanyForm>): Promise<Company> {
  return answer(api.PATCH('/api/company', { headers: ifMatch(company.version), body }));
}

/** What of the company can be changed. */
export type CompanyForm = Pick<Company, 'name' | 'timeZone' | 'defaultBillingMode' | 'defaultEngagedBy'>;

export const companyHistoryQuery = infiniteQueryOptions({
  queryKey: ['company', 'activities'],
  queryFn: ({ pageParam, signal }) =>
    answer(
      api.GET('/api/company/activities', {
        params: { query: { limit: 25, ...(pageParam !== null && { after: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

type Versioned = Pick<PaymentTerms, 'id' | 'version'>;

const at = ({ id, version }: Versioned) => ({ params: { path: { id } }, headers: ifMatch(version) });

export function createPaymentTerms(body: { name: string; days: number }): Promise<PaymentTerms> {
  return answer(api.POST('/api/payment-terms', { body }));
}

export function updatePaymentTerms(
  terms: Versioned,
  body: { name?: string; days?: number; isActive?: boolean },
): Promise<PaymentTerms> {
  return answer(api.PATCH('/api/payment-terms/{id}', { ...at(terms), body }));
}

export function deletePaymentTerms(terms: Versioned): Promise<unknown> {
  return answer(api.DELETE('/api/payment-terms/{id}', at(terms)));
}

export function updateProfile(
  me: Pick<Me, 'version'>,
  body: { firstName?: string; lastName?: string; phone?: string },
): Promise<Me> {
  return answer(api.PATCH('/api/me', { headers: ifMatch(me.version), body }));
}

/** Ends all sessions but this one. */
export function changePassword(body: { currentPassword: string; newPassword: string }): Promise<unknown> {
  return answer(api.POST('/api/auth/password', { body }));
}

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/me/sessions', { signal }))).items,
});

export function endSession(id: string): Promise<unknown> {
  return answer(api.DELETE('/api/me/sessions/{id}', { params: { path: { id } } }));
}

export function endOtherSessions(): Promise<unknown> {
  return answer(api.DELETE('/api/me/sessions'));
}
