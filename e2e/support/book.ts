import { createApiClient, type paths, type Schemas } from '@pace/api-client';
import { admin } from './app.ts';

export type Client = ReturnType<typeof createApiClient>;

/** A session of somebody, outside the browser: to prepare a book and to look at what the browser did. */
export async function signedIn(baseUrl: string, credentials: { email: string; password: string } = admin) {
  const { data } = await createApiClient({ baseUrl }).POST('/api/auth/sign-in', { body: credentials });
  if (data === undefined) throw new Error(`${credentials.email} could not sign in`);
  return { client: createApiClient({ baseUrl, token: data.token }), user: data.user };
}

export async function must<Data>(call: Promise<{ data?: Data; error?: unknown }>): Promise<Data> {
  const { data, error } = await call;
  if (data === undefined) throw new Error(`The API refused: ${JSON.stringify(error)}`);
  return data;
}

export interface Book {
  seller: Schemas['Account'];
  buyer: Schemas['Account'];
  products: Schemas['Product'][];
}

/** Two parties, and products whose names begin differently. */
export async function openBook(client: Client): Promise<Book> {
  const account = (name: string, type: 'seller' | 'buyer') =>
    must(client.POST('/api/accounts', { body: { name, type } }));
  const product = (name: string, variety: string, packSize: string, code: string) =>
    must(client.POST('/api/products', { body: { name, variety, packSize, packUnit: 'lb', code } }));
  return {
    seller: await account('Alder Creek Orchards', 'seller'),
    buyer: await account('Harbor Foods', 'buyer'),
    products: [
      await product('Almonds', 'Nonpareil', '25', 'ALM-NP'),
      await product('Pistachios', 'Kerman', '30', 'PIS-KE'),
      await product('Walnuts', 'Chandler', '50', 'WAL-CH'),
    ],
  };
}

/** A draft of the book's parties that could be confirmed. */
export function writeOrder(client: Client, book: Book, more: Partial<OrderBody> = {}) {
  const [product] = book.products;
  if (product === undefined) throw new Error('The book has no product');
  return must(
    client.POST('/api/orders', {
      body: {
        sellerId: book.seller.id,
        buyerId: book.buyer.id,
        lines: [
          {
            productId: product.id,
            quantity: '100',
            price: '4.10',
            priceUnit: 'lb',
            commissionPrice: '5',
            commissionBasis: 'percent',
          },
        ],
        ...more,
      },
    }),
  );
}
type OrderBody = NonNullable<paths['/api/orders']['post']['requestBody']>['content']['application/json'];

/** Both sides agreed. */
export function confirmOrder(client: Client, { id, version }: Pick<Schemas['Order'], 'id' | 'version'>) {
  return must(
    client.POST('/api/orders/{id}/confirm', {
      params: { path: { id } },
      headers: { 'if-match': `"${version}"` },
      body: {},
    }),
  );
}

/** A draft that both sides have an earlier version of: to confirm it again somebody has to say why it changed. */
export async function changeConfirmed(client: Client, order: Pick<Schemas['Order'], 'id' | 'version'>) {
  const call = ({ version }: { version: number }) => ({
    params: { path: { id: order.id } },
    headers: { 'if-match': `"${version}"` },
  });
  const confirmed = await confirmOrder(client, order);
  const draft = await must(client.POST('/api/orders/{id}/reopen', { ...call(confirmed), body: {} }));
  return must(client.PATCH('/api/orders/{id}', { ...call(draft), body: { poNumber: 'PO-changed' } }));
}

/** Somebody with these roles, who has chosen a password. */
export async function addPerson(baseUrl: string, client: Client, email: string, roleNames: string[]) {
  const roles = await must(client.GET('/api/roles'));
  const roleIds = roles.items.filter((role) => roleNames.includes(role.name)).map((role) => role.id);
  const { setUp } = await must(
    client.POST('/api/users', { body: { email, firstName: email.split('@')[0] ?? email, roleIds } }),
  );
  const password = 'a long password of mine';
  await must(createApiClient({ baseUrl }).POST('/api/auth/set-up', { body: { code: setUp.code, password } }));
  return { email, password };
}
