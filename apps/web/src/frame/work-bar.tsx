import './work-bar.css';
import { lazy, Suspense } from 'react';
import { useLongWork } from '../lib/long-work.ts';
import { useMe } from '../lib/session.ts';

const WorkItem = lazy(() => import('./work-item.tsx').then((module) => ({ default: module.WorkItem })));

/** Under every screen: the long work that goes on, and what came of it until somebody has read it. */
export function WorkBar() {
  const me = useMe();
  const works = useLongWork().filter(({ userId }) => userId === me.id);
  return (
    <div className="work-bar">
      <Suspense>
        {works.map((work) => (
          <WorkItem key={work.id} work={work} />
        ))}
      </Suspense>
    </div>
  );
}
