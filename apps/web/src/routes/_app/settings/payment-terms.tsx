import { createFileRoute } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { PaymentTermsSettings } from '../../../features/settings/payment-terms.tsx';
import { SettingsFrame } from '../../../features/settings/settings-frame.tsx';
import { readSearch } from '../../../lib/search-params.ts';
import { Can } from '../../../ui/can.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { paymentTermsQuery } from '../../../ui/reference-queries.ts';

/** `open` is the id of the terms being edited, or `new`. */
export const Route = createFileRoute('/_app/settings/payment-terms')({
  validateSearch: (raw): { open?: string | undefined } =>
    readSearch(raw, { open: (value) => value === 'new' || /^[\da-f-]{36}$/i.test(value) }),
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(paymentTermsQuery);
  },
  component: () => (
    <Needs right="settings:view">
      <PaymentTermsPage />
    </Needs>
  ),
});

function PaymentTermsPage() {
  const { open } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <SettingsFrame
      title="Payment terms"
      actions={
        <Can do="settings:create">
          <LinkButton
            to="/settings/payment-terms"
            search={{ open: 'new' }}
            leftSection={<Plus size={16} aria-hidden />}
          >
            New payment terms
          </LinkButton>
        </Can>
      }
    >
      <PaymentTermsSettings open={open} onOpen={(next) => void navigate({ search: { open: next } })} />
    </SettingsFrame>
  );
}
