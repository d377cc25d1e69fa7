import { ErrorBox, RecordSkeleton } from './states.tsx';
import { type Activity, Timeline } from './timeline.tsx';

/** What an infinite query of any `/activities` route answers, as far as it is shown. */
interface HistoryQuery {
  data: { pages: readonly { items: readonly Activity[] }[] } | undefined;
  error: unknown;
  hasNextPage: boolean;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
}

/** The history of a record, page by page. */
export function History({
  query,
  describe,
  retell = (activity) => activity,
}: {
  query: HistoryQuery;
  describe: Parameters<typeof Timeline>[0]['describe'];
  /** Puts what was recorded into the words of the screen. */
  retell?: (activity: Activity) => Activity;
}) {
  if (query.data === undefined) {
    if (query.error == null) return <RecordSkeleton />;
    return <ErrorBox error={query.error} retry={() => void query.refetch()} />;
  }
  return (
    <Timeline
      activities={query.data.pages.flatMap((page) => page.items).map(retell)}
      describe={describe}
      hasMore={query.hasNextPage}
      onMore={() => void query.fetchNextPage()}
    />
  );
}
