/**
 * Every outcome a caller can act on: its HTTP status and what a person reads. Codes are stable and may be relied on;
 * sentences may be improved.
 */
export const errorCodes = {
  // The request itself
  'request.unreadable': [400, 'The request could not be read.'],
  'request.bad_header': [400, 'A request header is malformed.'],
  'request.not_found': [404, 'There is nothing at this address.'],
  'request.timed_out': [408, 'The request did not arrive in time.'],
  'request.too_large': [413, 'The request is larger than 1 MB.'],
  'request.unsupported_media_type': [415, 'Send JSON with the header Content-Type: application/json.'],
  'request.invalid': [422, 'Some fields need attention.'],
  'request.version_required': [428, 'Say which version you are changing with the header If-Match.'],
  'request.headers_too_large': [431, 'The address and headers of the request are too long.'],
  'request.too_many': [429, 'Too many attempts. Wait a moment and try again.'],
  'events.too_many_streams': [429, 'You have too many streams of live changes open. Close some of them.'],
  'request.cross_site': [403, 'This request came from another web site and was not carried out.'],
  'idempotency.key_reused': [422, 'This Idempotency-Key was already used for a different request.'],
  'record.stale': [412, 'Somebody else changed this meanwhile. Here is the current version.'],
  'warning.unacknowledged': [
    409,
    'Please look at the warnings and repeat the request with "acknowledge" if it is right.',
  ],
  'server.unavailable': [
    503,
    'The service is starting, stopping or without its database. Try again shortly.',
  ],
  'server.failed': [500, 'Something went wrong on our side. Nothing was changed.'],

  // Signing in
  'auth.required': [401, 'Sign in first.'],
  'auth.wrong_credentials': [401, 'E-mail or password is wrong.'],
  'auth.wrong_password': [422, 'The current password is wrong.'],
  'auth.set_up_code_invalid': [422, 'This set-up code is wrong, used or expired.'],
  'auth.set_up_done': [409, 'PACE CRM is already set up. Sign in instead.'],
  'session.not_found': [404, 'You have no such session.'],
  'permission.missing': [403, 'Your roles do not allow this.'],

  // Accounts
  'account.not_found': [404, 'There is no such account.'],
  'account.code_taken': [409, 'Another account already has this code.'],
  'account.in_use': [409, 'This account has orders. Deactivate it instead.'],
  'account.role_in_use': [409, 'This account appears on orders in the role you are taking away.'],

  // Products and payment terms
  'product.not_found': [404, 'There is no such product.'],
  'product.code_taken': [409, 'Another product already has this code.'],
  'product.in_use': [409, 'This product is on orders. Deactivate it instead.'],
  'payment_term.not_found': [404, 'There are no such payment terms.'],
  'payment_term.name_taken': [409, 'Other payment terms already have this name.'],
  'payment_term.in_use': [409, 'These payment terms are in use. Deactivate them and add new ones instead.'],

  // Orders
  'order.not_found': [404, 'There is no such order.'],
  'order.revision_not_found': [404, 'This order has no such revision.'],
  'order.illegal_transition': [409, 'The order cannot take this step now.'],
  'order.not_ready': [422, 'The order is not complete enough to be binding.'],
  'order.read_only': [409, 'The order can no longer be changed.'],
  'order.frozen': [
    409,
    'Parties and billing cannot change while QuickBooks holds a document for this order.',
  ],
  'order.not_deletable': [409, 'Only a draft that was never confirmed can be deleted.'],
  'order.reason_required': [422, 'What both parties were sent would change: say why.'],
  'billing.split_unsupported': [
    422,
    'A commission shared by both parties cannot be invoiced yet. Choose who engaged us.',
  ],

  // People and roles
  'user.not_found': [404, 'There is no such person.'],
  'user.email_taken': [409, 'Somebody already signs in with this e-mail address.'],
  'user.is_yourself': [409, 'A set-up code is for others. Change your own password in your profile.'],
  'user.deactivated': [409, 'This person is deactivated. Activate them first.'],
  'user.has_more_rights': [403, 'This person holds rights that you do not.'],
  'role.not_found': [404, 'There is no such role.'],
  'role.name_taken': [409, 'Another role already has this name.'],
  'role.is_system': [409, 'The four system roles keep their names and cannot be deleted.'],
  'role.in_use': [409, 'People still hold this role. Take it from them or deactivate it.'],
  'role.grants_more': [403, 'You cannot give or take rights that you do not hold yourself.'],
  'role.last_administrator': [
    409,
    'At least one active person who can sign in must keep the rights to edit users and settings.',
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof errorCodes;

/** What a warning asks the caller to look at before repeating the request with its code in `acknowledge`. */
export const warningCodes = {
  'account.similar_name': 'There is already an account with a very similar name.',
  'commission.looks_like_fraction':
    'A commission of 0.05 % or less is usually a fraction typed by mistake: 5 means 5 %.',
} as const;

export type WarningCode = keyof typeof warningCodes;
