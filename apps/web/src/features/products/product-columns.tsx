import { formatAgo, formatNumber } from '../../lib/format.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import { columnsOf } from '../../ui/data-table-columns.ts';
import { Money } from '../../ui/money.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { InactiveChip } from '../../ui/status-chip.tsx';
import type { Product } from './products.queries.ts';

const column = columnsOf<Product>();

/** Where a product is. */
export const productHref = ({ id }: Pick<Product, 'id'>) => `/products/${id}`;

function packOf({ packSize, packUnit }: Product): string {
  return packSize === null ? '' : [formatNumber(packSize), packUnit].filter(Boolean).join(' ');
}

export const productColumns = column.columns([
  column.display({
    id: 'name',
    cell: ({ row }) => (
      <RowLink href={productHref(row.original)} title={productLabel(row.original)}>
        {row.original.name}
      </RowLink>
    ),
    meta: {
      label: 'Commodity',
      width: 'minmax(9rem, 1.6fr)',
      sort: { of: 'text', ascending: 'name', descending: '-name' },
    },
  }),
  column.display({
    id: 'variety',
    cell: ({ row }) => row.original.variety,
    meta: { label: 'Variety', width: 'minmax(8rem, 1.3fr)' },
  }),
  column.display({
    id: 'grade',
    cell: ({ row }) => row.original.grade,
    meta: { label: 'Grade', width: 'minmax(8rem, 1.3fr)' },
  }),
  column.display({
    id: 'code',
    cell: ({ row }) => row.original.code,
    // The API knows no descending order of codes: a second click changes nothing.
    meta: {
      label: 'Code',
      width: 'minmax(6.5rem, 0.8fr)',
      sort: { of: 'text', ascending: 'code', descending: 'code' },
    },
  }),
  column.display({
    id: 'category',
    cell: ({ row }) => row.original.category,
    meta: { label: 'Category', width: 'minmax(7rem, 1fr)' },
  }),
  column.display({
    id: 'pack',
    cell: ({ row }) => packOf(row.original),
    meta: { label: 'Pack', width: 'minmax(5rem, 0.6fr)', align: 'right' },
  }),
  column.display({
    id: 'price',
    cell: ({ row }) => <Money value={row.original.price} />,
    meta: { label: 'Usual price', width: 'minmax(6.5rem, 0.7fr)', align: 'right' },
  }),
  column.display({
    id: 'unit',
    cell: ({ row }) => row.original.unit,
    meta: { label: 'Per', width: 'minmax(5.2rem, 0.5fr)' },
  }),
  column.display({
    id: 'isActive',
    cell: ({ row }) => (row.original.isActive ? null : <InactiveChip />),
    meta: { label: 'State', width: 'minmax(6.2rem, 0.6fr)' },
  }),
  column.display({
    id: 'isFreshProduce',
    cell: ({ row }) => (row.original.isFreshProduce ? 'Fresh' : ''),
    meta: { label: 'Fresh produce', width: 'minmax(6rem, 0.6fr)', isExtra: true },
  }),
  column.display({
    id: 'updatedAt',
    cell: ({ row }) => formatAgo(row.original.updatedAt),
    meta: { label: 'Changed', width: 'minmax(7rem, 0.8fr)', isExtra: true },
  }),
  column.display({
    id: 'createdAt',
    cell: ({ row }) => formatAgo(row.original.createdAt),
    meta: {
      label: 'Added',
      width: 'minmax(7rem, 0.8fr)',
      sort: { of: 'time', ascending: 'createdAt', descending: '-createdAt' },
      isExtra: true,
    },
  }),
]);

/** A product on a phone. */
function ProductCard({ product }: { product: Product }) {
  return (
    <>
      <div className="product-card-line">
        <strong className="product-card-text">
          <RowLink href={productHref(product)}>{product.name}</RowLink>
        </strong>
        {product.isActive ? (
          <span className="nowrap">
            <Money value={product.price} />
            {product.price !== null && product.unit !== null && (
              <span className="muted"> / {product.unit}</span>
            )}
          </span>
        ) : (
          <InactiveChip />
        )}
      </div>
      <div className="product-card-line muted">
        <span className="product-card-text">
          {[product.variety, product.grade].filter(Boolean).join(' · ') || 'Any variety and grade'}
        </span>
        <span className="nowrap">{packOf(product)}</span>
      </div>
    </>
  );
}

export const renderProductCard = (product: Product) => <ProductCard product={product} />;
