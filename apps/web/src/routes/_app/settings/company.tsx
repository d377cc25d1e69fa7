import { createFileRoute } from '@tanstack/react-router';
import { CompanySettings } from '../../../features/settings/company-settings.tsx';
import { companyHistoryQuery } from '../../../features/settings/settings.queries.ts';
import { SettingsFrame } from '../../../features/settings/settings-frame.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { companyQuery } from '../../../ui/reference-queries.ts';

export const Route = createFileRoute('/_app/settings/company')({
  loader: ({ context: { queryClient, me } }) => {
    if (!me.permissions.includes('settings:view')) return;
    void queryClient.prefetchQuery(companyQuery);
    void queryClient.prefetchInfiniteQuery(companyHistoryQuery);
  },
  component: () => (
    <Needs right="settings:view">
      <SettingsFrame title="Company">
        <CompanySettings />
      </SettingsFrame>
    </Needs>
  ),
});
