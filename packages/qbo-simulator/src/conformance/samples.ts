import type { Books } from './clients.ts';

/** Bodies that are right; a test changes what it is about. */

type Body = Record<string, unknown>;

/** A sales line: an amount alone, or one with its quantity, price or tax code. */
export function salesLine(amount: number | string | undefined, detail: Body = {}, rest: Body = {}): Body {
  return {
    DetailType: 'SalesItemLineDetail',
    ...(amount !== undefined && { Amount: amount }),
    SalesItemLineDetail: detail,
    ...rest,
  };
}

export function salesBody(books: Books, rest: Body = {}): Body {
  return {
    CustomerRef: { value: books.seeded('Customer') },
    Line: [salesLine(100, { ItemRef: { value: books.seeded('Item') } })],
    ...rest,
  };
}

/** A payment of so much for each of the given documents. */
export function paymentBody(
  customerId: string,
  total: number,
  parts: readonly { type?: string; id: string; amount: number }[] = [],
): Body {
  return {
    CustomerRef: { value: customerId },
    TotalAmt: total,
    Line: parts.map(({ type = 'Invoice', id, amount }) => ({
      Amount: amount,
      LinkedTxn: [{ TxnId: id, TxnType: type }],
    })),
  };
}
