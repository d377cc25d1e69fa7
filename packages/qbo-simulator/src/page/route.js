/** Where the page is, all of it in the address: a link to anything can be shared, back and forward work. */

export function current() {
  return new URLSearchParams(location.search);
}

/**
 * An address: what stays the same is kept only when it is named.
 * @param {Record<string, string | number | undefined>} params
 */
export function address(params) {
  const company = current().get('company');
  const search = new URLSearchParams(company === null ? {} : { company });
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === '' || value === 0) search.delete(name);
    else search.set(name, String(value));
  }
  return `/?${search}`;
}

/**
 * Here, with some parameters changed.
 * @param {Record<string, string | number | undefined>} changes
 */
export function here(changes) {
  return address({ ...Object.fromEntries(current()), ...changes });
}

/** @type {() => void} */
let arrive = () => {};

/** @param {() => void} show called whenever the address has changed */
export function onArrival(show) {
  arrive = show;
  addEventListener('popstate', () => show());
  document.addEventListener('click', (event) => {
    const isPlain =
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!isPlain || link === null || event.defaultPrevented) return;
    if (link.origin !== location.origin || link.pathname !== '/' || link.hash !== '') return;
    event.preventDefault();
    go(link.href);
  });
}

/** @param {string} to */
export function go(to) {
  history.pushState(null, '', to);
  arrive();
}

/**
 * The address alone: nothing is shown anew.
 * @param {string} to
 */
export function note(to) {
  history.replaceState(null, '', to);
}
