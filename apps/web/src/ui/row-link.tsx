/**
 * What the first cell of a row shows: its record's address, for a new tab, for copying and for screen readers. The list
 * follows it on a plain click; a link of the router's would be worked out anew for every row that is scrolled into view.
 */
export function RowLink({ href, title, children }: { href: string; title?: string; children: string }) {
  return (
    <a href={href} title={title} data-row-link tabIndex={-1}>
      {children}
    </a>
  );
}
