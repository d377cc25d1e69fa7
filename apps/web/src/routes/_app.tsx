import { createFileRoute, redirect } from '@tanstack/react-router';
import { AppFrame } from '../frame/app-frame.tsx';
import { isProblem } from '../lib/problem.ts';
import { meQuery } from '../lib/session.ts';

/** Everything behind the sign-in. */
export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(meQuery);
      return { me };
    } catch (error) {
      if (!isProblem(error, 'auth.required')) throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
    }
  },
  component: AppFrame,
});
