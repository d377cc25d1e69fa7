import { createFileRoute, redirect } from '@tanstack/react-router';

/** The first of the settings that the person may see. */
export const Route = createFileRoute('/_app/settings/')({
  beforeLoad: ({ context }) => {
    const isManager = context.me.permissions.includes('settings:view');
    throw redirect({ to: isManager ? '/settings/company' : '/settings/profile', replace: true });
  },
});
