import type { ReactNode } from 'react';

/** A check box of a list; all of its cell can be hit, for beside it the row would open. */
export function SelectBox({
  label,
  title,
  tabIndex,
  isChecked,
  isPartly = false,
  onChange,
  children,
}: {
  label: string;
  title?: string;
  /** -1 in rows, which have keys for it. */
  tabIndex: 0 | -1;
  isChecked: boolean;
  isPartly?: boolean;
  onChange: (event: unknown) => void;
  /** Words beside it, which can be hit as well. */
  children?: ReactNode;
}) {
  return (
    // The browser's own box: a list draws hundreds of them while it is scrolled.
    <label className="data-table-check">
      <input
        type="checkbox"
        tabIndex={tabIndex}
        aria-label={label}
        title={title}
        checked={isChecked}
        ref={(box) => {
          if (box) box.indeterminate = isPartly && !isChecked;
        }}
        onChange={onChange}
      />
      {children}
    </label>
  );
}
