import { downloadCsv, toCsvText } from '../../lib/csv-file.ts';
import type { Product } from './products.queries.ts';

const yesNo = (is: boolean) => (is ? 'yes' : 'no');

/** As the API names them in the file of a whole filter. */
const columns = [
  ['Name', (product: Product) => product.name],
  ['Code', (product: Product) => product.code],
  ['Category', (product: Product) => product.category],
  ['Variety', (product: Product) => product.variety],
  ['Grade', (product: Product) => product.grade],
  ['Price', (product: Product) => product.price],
  ['Unit', (product: Product) => product.unit],
  ['Pack size', (product: Product) => product.packSize],
  ['Pack unit', (product: Product) => product.packUnit],
  ['Fresh produce', (product: Product) => yesNo(product.isFreshProduce)],
  ['Active', (product: Product) => yesNo(product.isActive)],
  ['Created at', (product: Product) => product.createdAt],
] as const;

/** Chosen products as a file. */
export function downloadProducts(products: readonly Product[]): void {
  const header = columns.map(([name]) => name);
  const rows = products.map((product) => columns.map(([, read]) => read(product)));
  downloadCsv('products.csv', toCsvText(header, rows));
}
