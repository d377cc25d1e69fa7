import { Button, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { count, formatInstant } from '../../lib/format.ts';
import { useMe } from '../../lib/session.ts';
import { announce } from '../../lib/undo.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/states.tsx';
import { discardOrderDraft, listNewDrafts, newDraftName } from './order-drafts.ts';
import { sentLines } from './order-wire.ts';

/** Orders that were begun on this browser and never saved. */
export function UnsavedOrders() {
  const me = useMe();
  const [drafts, setDrafts] = useState(() => listNewDrafts(me.id));
  // The entry screen that was just left writes its draft when it goes, which is after this was rendered.
  useEffect(() => setDrafts(listNewDrafts(me.id)), [me.id]);
  const [draft] = drafts;
  if (draft === undefined) return null;
  const { form, savedAt, draftId } = draft;
  const parties = [form.seller?.label, form.buyer?.label].filter(Boolean).join(' → ');
  return (
    <Notice>
      <span>
        {drafts.length > 1
          ? `${count(drafts.length, 'order')} not saved yet. The last: `
          : 'An order is not saved yet: '}
        {parties || 'no parties'}, {count(sentLines(form).length, 'line')}, {formatInstant(savedAt)}
      </span>
      <Group gap="xs">
        <LinkButton size="compact-sm" to="/orders/new" search={{ draft: draftId }}>
          Go on
        </LinkButton>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            const bringBack = discardOrderDraft(me.id, newDraftName(draftId));
            setDrafts(listNewDrafts(me.id));
            announce('The unsaved order is discarded', {
              run: async () => {
                bringBack();
                setDrafts(listNewDrafts(me.id));
              },
            });
          }}
        >
          Discard
        </Button>
      </Group>
    </Notice>
  );
}
