import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import {
  mayReadCommission,
  type Recipient,
  recipients,
  toConfirmation,
} from '../../../features/orders/confirmation.ts';
import { ConfirmationPrint } from '../../../features/orders/confirmation-print.tsx';
import {
  isVersion,
  orderQuery,
  orderRevisionQuery,
  snapshotOf,
} from '../../../features/orders/orders.queries.ts';
import { answer, api } from '../../../lib/api.ts';
import { dayOf, today } from '../../../lib/format.ts';
import { needsId } from '../../../lib/record-id.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { useMay } from '../../../lib/session.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';
import { companyQuery } from '../../../ui/reference-queries.ts';
import { ErrorBox, RecordSkeleton } from '../../../ui/states.tsx';

const isRecipient = (value: string): value is Recipient => recipients.some((one) => one === value);
const words = { buyer: 'For the buyer', seller: 'For the seller', file: 'For our file' } as const;

export const Route = createFileRoute('/_app/orders/$orderId/print')({
  // Without a version it is the order as it is now.
  validateSearch: (raw): { for?: string | undefined; version?: string | undefined } =>
    readSearch(raw, { for: isRecipient, version: isVersion }),
  loader: async ({ context: { queryClient }, params }) => {
    needsId(params.orderId);
    const [order, company] = await Promise.all([
      queryClient.ensureQueryData(orderQuery(params.orderId)),
      queryClient.ensureQueryData(companyQuery),
    ]);
    return { order, company };
  },
  component: PrintPage,
});

function PrintPage() {
  const { order: loaded, company } = Route.useLoaderData();
  const current = useQuery(orderQuery(loaded.id)).data ?? loaded;
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const confirmed = useRevision(loaded.id, search.version);
  const order = confirmed.snapshot ?? current;
  const recipient = search.for !== undefined && isRecipient(search.for) ? search.for : 'buyer';
  const seller = useParty(order.seller?.id);
  const buyer = useParty(order.buyer?.id);
  if (search.version !== undefined && confirmed.snapshot === undefined) {
    return (
      <Page title={`Print ${order.orderNo}`}>
        {confirmed.error === null ? <RecordSkeleton /> : <ErrorBox error={confirmed.error} />}
      </Page>
    );
  }
  return (
    <Page
      title={`Print ${order.orderNo}`}
      paper
      actions={
        <>
          <LinkButton to="/orders/$orderId" params={{ orderId: order.id }} variant="default">
            Back to the order
          </LinkButton>
          <Button leftSection={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        </>
      }
    >
      <div className="confirmation-bar">
        <SegmentedControl
          aria-label="Whom the print is for"
          value={recipient}
          onChange={(value) => void navigate({ search: { ...search, for: value }, replace: true })}
          data={recipients.map((value) => ({ value, label: words[value] }))}
        />{' '}
        <span className="muted">
          {recipient === 'file' ? 'Not to be sent.' : ''}
          {recipient !== 'file' && mayReadCommission(recipient, order.engagedBy)
            ? 'Shows our commission: this side engaged us.'
            : ''}
        </span>
      </div>
      <ConfirmationPrint
        confirmation={toConfirmation(order, recipient)}
        companyName={company.name}
        printedOn={today(company.timeZone)}
        confirmedOn={confirmed.at && dayOf(new Date(confirmed.at), company.timeZone)}
        accounts={{ seller, buyer }}
      />
    </Page>
  );
}

/** What a confirmed version said; nothing without one. */
function useRevision(orderId: string, version: string | undefined) {
  const { data, error } = useQuery({
    ...orderRevisionQuery(orderId, Number(version)),
    enabled: version !== undefined,
  });
  return { snapshot: data && snapshotOf(data), at: data?.at, error };
}

/** The account of a party with its addresses; without the right to read accounts the print has the name alone. */
function useParty(id: string | undefined) {
  const may = useMay();
  return useQuery({
    queryKey: ['accounts', 'record', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/accounts/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined && may('accounts:view'),
  }).data;
}
