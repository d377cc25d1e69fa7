import { createFileRoute } from '@tanstack/react-router';
import { FrontDoor } from '../ui/front-door.tsx';

export const Route = createFileRoute('/set-up')({ component: () => <FrontDoor title="Set up">…</FrontDoor> });
