import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Live events say when something changed; without one, half a minute is fresh enough to go back to.
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => !(error instanceof ApiProblem && error.status < 500) && failures < 2,
        refetchOnWindowFocus: true,
      },
    },
  });
}
