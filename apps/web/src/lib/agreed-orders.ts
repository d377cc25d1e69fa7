/** The orders that figures count, as parameters of the list of orders: binding ones that are not cancelled. */
export const agreedOrders = { status: 'confirmed,posted_to_qb,paid', isCancelled: 'false' } as const;
