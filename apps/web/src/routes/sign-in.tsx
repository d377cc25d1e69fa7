import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, Link, redirect, useRouter } from '@tanstack/react-router';
import { setUpNeededQuery } from '../features/session/session.queries.ts';
import { SignInForm } from '../features/session/sign-in-form.tsx';
import { readSearch } from '../lib/search-params.ts';
import { type Me, meQuery } from '../lib/session.ts';
import { FrontDoor } from '../ui/front-door.tsx';

/** Only addresses of this application: a link must not lead elsewhere after the password. */
const isOwnAddress = (value: string) => /^\/(?![/\\])/.test(value);

export const Route = createFileRoute('/sign-in')({
  validateSearch: (raw): { next?: string | undefined } => readSearch(raw, { next: isOwnAddress }),
  beforeLoad: async ({ context }) => {
    const { needed } = await context.queryClient.ensureQueryData(setUpNeededQuery);
    if (needed) throw redirect({ to: '/set-up' });
  },
  component: SignInPage,
});

function SignInPage() {
  const { next = '/' } = Route.useSearch();
  const queryClient = useQueryClient();
  const router = useRouter();

  function onDone(me: Me) {
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
    router.history.push(next);
  }

  return (
    <FrontDoor title="Sign in">
      <SignInForm onDone={onDone} />
      <p className="muted">
        New here?{' '}
        <Link to="/set-up" className="text-link">
          Use a one-time code
        </Link>
      </p>
    </FrontDoor>
  );
}
