import { notFound } from '@tanstack/react-router';
import { isId } from './search-checks.ts';

/** There is no record at an address whose id is none: said before the API is asked. */
export function needsId(id: string): void {
  if (!isId(id)) throw notFound();
}
