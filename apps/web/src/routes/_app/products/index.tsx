import { Button } from '@mantine/core';
import { createFileRoute } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { exportAddress, filterOnly, readProductSearch } from '../../../features/products/product-filters.ts';
import { ProductList } from '../../../features/products/product-list.tsx';
import { productListQuery } from '../../../features/products/products.queries.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { useMay } from '../../../lib/session.ts';
import { Can } from '../../../ui/can.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';

export const Route = createFileRoute('/_app/products/')({
  validateSearch: readProductSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchInfiniteQuery(productListQuery(deps));
  },
  component: ProductsPage,
});

function ProductsPage() {
  return (
    <Needs right="products:view">
      <Products />
    </Needs>
  );
}

function Products() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const may = useMay();
  useHotkeys({ n: () => may('products:create') && void navigate({ to: '/products/new' }) });
  return (
    <Page
      title="Products"
      fill
      actions={
        <>
          <Can do="products:export">
            <Button
              component="a"
              href={exportAddress(filterOnly(search))}
              download
              variant="default"
              leftSection={<Download size={15} aria-hidden />}
            >
              Export
            </Button>
          </Can>
          <Can do="products:create">
            <LinkButton to="/products/new" leftSection={<Plus size={16} aria-hidden />}>
              New product
            </LinkButton>
          </Can>
        </>
      }
    >
      <ProductList
        search={search}
        onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }) })}
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
