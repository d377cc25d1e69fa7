import { createFileRoute } from '@tanstack/react-router';
import { ProductCreate } from '../../../features/products/product-create.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';

export const Route = createFileRoute('/_app/products/new')({ component: NewProductPage });

function NewProductPage() {
  return (
    <Needs right="products:create">
      <Page title="New product" narrow>
        <ProductCreate />
      </Page>
    </Needs>
  );
}
