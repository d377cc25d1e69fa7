import './rights-words.css';
import { describeRights, type RightsDiff } from '../lib/rights.ts';

/** Gains and losses in words; nothing where there are none. */
export function RightsWords({ diff, gains, loses }: { diff: RightsDiff; gains: string; loses: string }) {
  return (
    <>
      {diff.added.length > 0 && (
        <div className="rights-words" data-change="added">
          <strong>{gains}</strong> {describeRights(diff.added)}
        </div>
      )}
      {diff.removed.length > 0 && (
        <div className="rights-words" data-change="removed">
          <strong>{loses}</strong> {describeRights(diff.removed)}
        </div>
      )}
    </>
  );
}
