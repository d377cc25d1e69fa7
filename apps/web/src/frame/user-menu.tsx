import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LogOut, Moon, Sun, SunMoon, UserRound } from 'lucide-react';
import { signOut } from '../features/session/session.queries.ts';
import { endAllWork } from '../lib/long-work.ts';
import { personName, useMe } from '../lib/session.ts';
import { announceError } from '../lib/undo.tsx';

const schemes = [
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
  ['auto', 'As the system', SunMoon],
] as const;

/** Who is signed in, light or dark, and the way out. */
export function UserMenu() {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  async function leave() {
    try {
      await endAllWork();
      await signOut();
      await navigate({ to: '/sign-in' });
      queryClient.clear();
    } catch (error) {
      announceError(error);
    }
  }

  return (
    <Menu position="bottom-end" width={220} alignItemsLabels="all">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          c="var(--pace-text)"
          leftSection={<UserRound size={16} aria-hidden />}
        >
          <span className="frame-user-name">{personName(me)}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.email}
          <br />
          {me.roles.join(', ') || 'No roles'}
        </Menu.Label>
        <Menu.Divider />
        <Menu.RadioGroup
          value={colorScheme}
          // The values are those below.
          onChange={(value) => setColorScheme(value as (typeof schemes)[number][0])}
        >
          {schemes.map(([value, label, Icon]) => (
            <Menu.RadioItem
              key={value}
              value={value}
              closeMenuOnClick
              rightSection={<Icon size={15} aria-hidden />}
            >
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          rightSection={<UserRound size={15} aria-hidden />}
          onClick={() => void navigate({ to: '/settings/profile' })}
        >
          My profile
        </Menu.Item>
        <Menu.Item rightSection={<LogOut size={15} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
