import { createFileRoute } from '@tanstack/react-router';
import { OwnSessions } from '../../../features/settings/own-sessions.tsx';
import { sessionsQuery } from '../../../features/settings/settings.queries.ts';
import { SettingsFrame } from '../../../features/settings/settings-frame.tsx';

export const Route = createFileRoute('/_app/settings/sessions')({
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(sessionsQuery);
  },
  component: () => (
    <SettingsFrame title="My sessions">
      <OwnSessions />
    </SettingsFrame>
  ),
});
