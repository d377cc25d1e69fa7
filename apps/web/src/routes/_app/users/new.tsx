import { createFileRoute } from '@tanstack/react-router';
import { NewUser } from '../../../features/users/new-user.tsx';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/users/new')({
  component: () => (
    <Needs right="users:create">
      <NewUser />
    </Needs>
  ),
});
