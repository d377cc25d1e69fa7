import { z } from 'zod';
import {
  acknowledge,
  bulkItems,
  id,
  idList,
  instant,
  longText,
  name,
  named,
  optionalEmail,
  pageQuery,
  queryFlag,
  searchText,
  shortText,
  version,
} from './fields.ts';

export const accountTypes = ['seller', 'buyer'] as const;
export const addressKinds = ['billing', 'shipping', 'warehouse', 'pickup'] as const;

const contactInput = z.strictObject({
  id: id.optional(),
  name,
  title: shortText.optional(),
  email: optionalEmail.optional(),
  phone: shortText.optional(),
  isPrimary: z.boolean().default(false),
});

const addressInput = z.strictObject({
  id: id.optional(),
  kind: z.enum(addressKinds),
  line1: shortText.optional(),
  line2: shortText.optional(),
  city: shortText.optional(),
  state: shortText.optional(),
  postalCode: shortText.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')
    .default('US'),
  isPrimary: z.boolean().default(false),
});

const contacts = z
  .array(contactInput)
  .max(100, 'must have at most 100 contacts')
  .refine(
    (list) => list.filter((contact) => contact.isPrimary).length <= 1,
    'must have at most one primary contact',
  )
  .refine(hasDistinctIds, 'must name each contact once');

const addresses = z
  .array(addressInput)
  .max(100, 'must have at most 100 addresses')
  .refine((list) => {
    const primaryKinds = list.filter((address) => address.isPrimary).map((address) => address.kind);
    return new Set(primaryKinds).size === primaryKinds.length;
  }, 'must have at most one primary address of each kind')
  .refine(hasDistinctIds, 'must name each address once');

function hasDistinctIds(list: { id?: string | undefined }[]): boolean {
  const ids = list.flatMap((item) => item.id ?? []);
  return new Set(ids).size === ids.length;
}

const accountFields = {
  name,
  type: z.enum(accountTypes),
  tradesBothWays: z.boolean(),
  code: shortText,
  email: optionalEmail,
  phone: shortText,
  paymentTermsId: id.nullable(),
  ownerId: id.nullable(),
  notes: longText,
  contacts,
  addresses,
};

export const accountCreate = z.strictObject({
  ...z.object(accountFields).partial().shape,
  name: accountFields.name,
  type: accountFields.type,
  acknowledge,
});
export type AccountCreate = z.infer<typeof accountCreate>;

/** Absent fields stay; null clears. Contacts and addresses are the complete list: an absent one is deleted. */
export const accountUpdate = z.strictObject({
  ...z.object(accountFields).partial().shape,
  isActive: z.boolean().optional(),
  acknowledge,
});
export type AccountUpdate = z.infer<typeof accountUpdate>;

export const accountSorts = ['name', '-name', 'createdAt', '-createdAt', 'code'] as const;

const accountFilterFields = {
  id: idList.optional(),
  q: searchText.describe(
    'Name, code, contact, e-mail, phone or city; `name:`, `code:`, `email:`, `phone:`, `contact:`, `city:` and `owner:` look in one of them, values of several words in quotes, all of which must fit: `owner:"Ann Lee" city:chico almond`',
  ),
  role: z.enum(accountTypes).optional().describe('Accounts that may appear in this role on an order'),
  isActive: queryFlag.optional(),
  ownerId: id.optional(),
};
export const accountFilter = z.strictObject(accountFilterFields);
export type AccountFilter = z.infer<typeof accountFilter>;

export const accountQuery = z.strictObject({
  ...accountFilterFields,
  ...pageQuery,
  sort: z.enum(accountSorts).default('name'),
});
export type AccountQuery = z.infer<typeof accountQuery>;

export const accountBulk = z.strictObject({ action: z.enum(['activate', 'deactivate']), items: bulkItems });

export const similarQuery = z.strictObject({ name });

const reference = z.object({ id, name: z.string() });

const accountSummaryFields = {
  id,
  name: z.string(),
  type: z.enum(accountTypes),
  tradesBothWays: z.boolean(),
  isSeller: z.boolean(),
  isBuyer: z.boolean(),
  code: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  city: z.string().nullable().describe('Of the billing address, else of any'),
  owner: reference.nullable(),
  isActive: z.boolean(),
  version,
  createdAt: instant,
  updatedAt: instant,
};

export const accountSummary = z.object(accountSummaryFields).meta({ id: 'AccountSummary' });

export const accountView = z
  .object({
    ...accountSummaryFields,
    paymentTerms: reference.nullable(),
    notes: z.string().nullable(),
    qboCustomerId: z.string().nullable(),
    contacts: z.array(
      z.object({
        id,
        name: z.string(),
        title: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        isPrimary: z.boolean(),
      }),
    ),
    addresses: z.array(
      z.object({
        id,
        kind: z.enum(addressKinds),
        line1: z.string().nullable(),
        line2: z.string().nullable(),
        city: z.string().nullable(),
        state: z.string().nullable(),
        postalCode: z.string().nullable(),
        country: z.string(),
        isPrimary: z.boolean(),
      }),
    ),
    allowedActions: z.array(z.enum(['edit', 'activate', 'deactivate', 'delete'])),
  })
  .meta({ id: 'Account' });
export type AccountView = z.infer<typeof accountView>;

export const accountTotals = z.object({ count: z.int(), active: z.int(), named });
export const similarAccounts = z.object({ items: z.array(reference) });
