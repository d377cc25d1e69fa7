import { useState } from 'react';
import { formatNumber } from '../lib/format.ts';

export interface Found {
  filter: object;
  /** How many it finds; undefined until that is known. */
  count: number | undefined;
}

/**
 * Says how many a filter finds to who does not see it. What changes under the same filter is not said: others are at work
 * all day.
 */
export function FoundCount({ filter, count }: Found) {
  const name = JSON.stringify(filter);
  const [said, setSaid] = useState({ name, words: '' });
  if (count !== undefined && said.name !== name) {
    setSaid({ name, words: count === 0 ? 'Nothing found' : `${formatNumber(count)} found` });
  }
  return (
    <div role="status" className="visually-hidden">
      {/* Another element is said even when it has the same words. */}
      <span key={said.name}>{said.words}</span>
    </div>
  );
}
