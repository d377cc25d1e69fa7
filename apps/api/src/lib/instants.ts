/** PostgreSQL's text of a UTC timestamp as ISO-8601, microseconds kept: `2026-11-22 14:05:31.123456` → `…T…Z`. */
export function toInstant(value: string): string;
export function toInstant(value: string | null): string | null;
export function toInstant(value: string | null): string | null {
  return value === null ? null : `${value.replace(' ', 'T')}Z`;
}
