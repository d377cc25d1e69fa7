import './products.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRecent } from '../../lib/recent.ts';
import { useMay, useMe } from '../../lib/session.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { InactiveChip } from '../../ui/status-chip.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { ProductActions } from './product-actions.tsx';
import { ProductDetails } from './product-details.tsx';
import { describeProductChange } from './product-history-words.ts';
import { ProductPartners } from './product-partners.tsx';
import { ProductPrices } from './product-prices.tsx';
import { productHistoryQuery, productQuery } from './products.queries.ts';

/** A product with everything that is known of it. */
export function ProductPage({ productId }: { productId: string }) {
  const { data: product, error, refetch } = useQuery(productQuery(productId));
  const may = useMay();
  const me = useMe();
  useRecent(me.id, {
    href: `/products/${productId}`,
    label: product && productLabel(product),
    hint: product?.code ?? 'Product',
    error,
  });
  if (product === undefined) {
    return (
      <Page title="Product">
        {error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page
      title={productLabel(product)}
      badge={!product.isActive && <InactiveChip />}
      actions={<ProductActions product={product} />}
    >
      <div className="record-page">
        <aside className="record-page-aside">
          <ProductDetails product={product} />
        </aside>
        <div className="record-page-main">
          {may('orders:view') && (
            <>
              <ProductPartners product={product} />
              <ProductPrices product={product} />
            </>
          )}
          <Panel title="History">
            <History productId={product.id} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function History({ productId }: { productId: string }) {
  const history = useInfiniteQuery(productHistoryQuery(productId));
  if (history.error !== null) return <ErrorBox error={history.error} retry={() => void history.refetch()} />;
  if (history.data === undefined) return <RecordSkeleton />;
  const activities = history.data.pages.flatMap((page) => page.items);
  if (activities.length === 0)
    return <span className="muted">Nothing has changed since it was brought in.</span>;
  return (
    <Timeline
      activities={activities}
      describe={describeProductChange}
      hasMore={history.hasNextPage}
      onMore={() => void history.fetchNextPage()}
    />
  );
}
