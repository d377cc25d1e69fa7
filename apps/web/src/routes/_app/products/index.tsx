import { createFileRoute } from '@tanstack/react-router';
import { exportAddress, filterOnly, readProductSearch } from '../../../features/products/product-filters.ts';
import { ProductList } from '../../../features/products/product-list.tsx';
import { productListQuery, productTotalsQuery } from '../../../features/products/products.queries.ts';
import { ListActions } from '../../../ui/list-actions.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';

export const Route = createFileRoute('/_app/products/')({
  validateSearch: readProductSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient, me }, deps }) => {
    if (!me.permissions.includes('products:view')) return;
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
  const { queryClient } = Route.useRouteContext();
  return (
    <Page
      title="Products"
      fill
      actions={
        <ListActions
          module="products"
          noun="product"
          exportHref={exportAddress(filterOnly(search))}
          rows={() => queryClient.getQueryData(productTotalsQuery(search).queryKey)?.count}
        />
      }
    >
      <ProductList
        search={search}
        onSearch={(change, entry) =>
          void navigate({ search: (before) => ({ ...before, ...change }), ...entry })
        }
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
