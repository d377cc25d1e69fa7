interface Named {
  id: string;
  name: string;
}

/**
 * The words for the ids in a list's address: from a row on screen, or from the totals, which name what their filter names
 * also when it finds nothing.
 */
export function filterNames(
  rowNames: readonly (Named | null | undefined)[],
  totals: { data: { named: readonly Named[] } | undefined; isError: boolean; isPlaceholderData: boolean },
) {
  const known = [...rowNames, ...(totals.data?.named ?? [])];
  const isAnswered = totals.isError || (totals.data !== undefined && !totals.isPlaceholderData);
  return (id: string | undefined): string =>
    known.find((one) => one?.id === id)?.name ?? (isAnswered ? 'chosen' : '…');
}
