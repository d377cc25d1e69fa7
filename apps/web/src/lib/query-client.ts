import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** Live events say when something changed; without one, half a minute is fresh enough to go back to. */
export const freshForMs = 30_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshForMs,
        gcTime: 10 * 60_000,
        retry: (failures, error) => !(error instanceof ApiProblem && error.status < 500) && failures < 2,
        refetchOnWindowFocus: true,
      },
    },
  });
}
