import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useChanges } from '../../lib/events.ts';
import { useMe } from '../../lib/session.ts';
import { peopleQuery } from '../../ui/reference-queries.ts';

/** The name of the other person who changed this order last, as far as it was heard. */
export function useOtherPerson(orderId: string | undefined): string {
  const me = useMe();
  const people = useQuery(peopleQuery).data;
  const [actorId, setActorId] = useState<string | null>(null);
  useChanges(
    useCallback(
      (change) => {
        const isTheirs = change.entity === 'order' && change.id === orderId && change.actorId !== me.id;
        if (isTheirs) setActorId(change.actorId);
      },
      [orderId, me.id],
    ),
  );
  return people?.find(({ id }) => id === actorId)?.name ?? 'Somebody else';
}
