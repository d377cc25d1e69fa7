import { createFileRoute } from '@tanstack/react-router';
import { ProfileSettings } from '../../../features/settings/profile-settings.tsx';
import { SettingsFrame } from '../../../features/settings/settings-frame.tsx';

export const Route = createFileRoute('/_app/settings/profile')({
  component: () => (
    <SettingsFrame title="My profile">
      <ProfileSettings />
    </SettingsFrame>
  ),
});
