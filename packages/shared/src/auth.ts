import { z } from 'zod';
import { companyUpdate } from './company.ts';
import { email, id, instant, limits, optionalText, password, plainText, version } from './fields.ts';

const personName = optionalText(limits.name);

export const signIn = z.strictObject({
  email,
  // Not the rules for new passwords: an old one that they would refuse must still work.
  password: plainText(limits.password).min(1, 'is required'),
});

/** Uses a one-time code: for the first administrator, or for a person an administrator has added. */
export const setUp = z.strictObject({
  code: plainText(100).trim().min(1, 'is required'),
  password,
  email: email
    .optional()
    .describe('Required for the first administrator; others sign in with the address they were added with'),
  firstName: personName.optional(),
  lastName: personName.optional(),
  company: companyUpdate
    .omit({ documentNumberPolicy: true })
    .optional()
    .describe('The brokerage as the first administrator wants it; absent fields keep their defaults'),
  sampleData: z
    .boolean()
    .default(false)
    .describe('Whether the first administrator starts with an invented brokerage to try things on'),
});
export type SetUp = z.infer<typeof setUp>;

export const setUpState = z.object({
  needed: z.boolean().describe('Whether the first administrator is still to be created'),
});

export const passwordChange = z.strictObject({
  currentPassword: plainText(limits.password).min(1, 'is required'),
  newPassword: password,
});

export const profileUpdate = z.strictObject({
  firstName: personName.optional(),
  lastName: personName.optional(),
  phone: optionalText(limits.short).optional(),
});
export type ProfileUpdate = z.infer<typeof profileUpdate>;

export const meView = z
  .object({
    id,
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    phone: z.string().nullable(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    version,
  })
  .meta({ id: 'Me' });

/** Where a person is signed in. Being seen is noted at most once an hour. */
export const ownSessionView = z
  .object({
    id,
    device: z.string().nullable().describe('Such as `Firefox on Windows`; null when unknown'),
    createdAt: instant,
    lastSeenAt: instant.describe('Accurate to the hour'),
    expiresAt: instant,
    isCurrent: z.boolean(),
  })
  .meta({ id: 'OwnSession' });
export type OwnSessionView = z.infer<typeof ownSessionView>;

/** The session's token also travels as an HttpOnly cookie; scripts send it as `Authorization: Bearer …`. */
export const sessionView = z
  .object({ token: z.string(), expiresAt: instant, user: meView })
  .meta({ id: 'Session' });
