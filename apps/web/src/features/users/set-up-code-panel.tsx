import './users.css';
import { Button, Group, Text } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { formatInstant } from '../../lib/format.ts';
import { announceError } from '../../lib/undo.tsx';
import { Panel } from '../../ui/page.tsx';
import { setUpLink } from '../set-up/set-up-link.ts';
import type { SetUpCode } from './users.queries.ts';

/** The one time a set-up code is shown: what it is for, until when, and ways to hand it on. */
export function SetUpCodePanel({ setUp, name }: { setUp: SetUpCode; name: string }) {
  const link = setUpLink(window.location.origin, setUp.code);
  return (
    <Panel title={`One-time code for ${name}`}>
      <div className="set-up-code" role="status">
        <output aria-label="One-time code">{setUp.code}</output>
        <Group gap="xs">
          <CopyButton label="Copy the link" text={link} />
          <CopyButton label="Copy the code" text={setUp.code} />
        </Group>
        <Text>
          Hand it to {name} yourself. It works once, until {formatInstant(setUp.expiresAt)}, and lets them
          choose a password at {window.location.host}/set-up.
        </Text>
        <Text c="dimmed">It is shown only now. When it is lost, make a new one.</Text>
      </div>
    </Panel>
  );
}

function CopyButton({ label, text }: { label: string; text: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without https the browser gives no clipboard; the text can still be selected.
      announceError(new Error('The browser does not allow copying here. Select the code and copy it.'));
    }
  }
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      onClick={() => void copy()}
    >
      {isCopied ? `${label}: done` : label}
    </Button>
  );
}
