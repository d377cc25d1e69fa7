import type { Schemas } from '@pace/api-client';
import { answer, api } from '../../lib/api.ts';
import { tellSignedIn } from '../../lib/signed-in.ts';

/** What the first administrator says at the first start. */
export interface SetUpInput {
  code: string;
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  company: {
    name: string;
    timeZone: string;
    defaultBillingMode: 'goods' | 'commission';
    defaultEngagedBy: 'seller' | 'buyer' | 'both';
  };
  sampleData: boolean;
}

/** Creates administrator, company and perhaps the sample book in one act, and signs in. */
export function setUp(input: SetUpInput): Promise<Schemas['Session']> {
  return signedIn(answer(api.POST('/api/auth/set-up', { body: input })));
}

/** A person an administrator has added chooses their password. */
export function acceptInvitation(code: string, password: string): Promise<Schemas['Session']> {
  return signedIn(answer(api.POST('/api/auth/set-up', { body: { code, password } })));
}

async function signedIn(answered: Promise<Schemas['Session']>): Promise<Schemas['Session']> {
  const session = await answered;
  tellSignedIn(session.user.id);
  return session;
}
