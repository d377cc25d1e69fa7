import { expect, test } from 'vitest';
import { companyUpdate } from './company.ts';

test.each(['America/Los_Angeles', 'America/Argentina/Ushuaia', 'UTC', 'Etc/UTC', 'Etc/GMT+8'])(
  '%s is a time zone',
  (timeZone) => {
    expect(companyUpdate.safeParse({ timeZone }).success).toBe(true);
  },
);

test.each([
  'PST',
  'IST',
  'CET',
  'EST5EDT',
  'Japan',
  'GMT0',
  '+05:00',
  'SystemV/PST8',
  'Mars/Olympus',
  'utc',
  '',
])('“%s” is none that everything calculates with alike', (timeZone) => {
  expect(companyUpdate.safeParse({ timeZone }).error?.issues).toMatchObject([
    { path: ['timeZone'], message: 'must be a time zone such as America/Los_Angeles' },
  ]);
});
