import { act, get, post } from './api.js';
import { ask, confirmByTyping, toast } from './dialog.js';
import { fill, h } from './dom.js';
import { field } from './form.js';
import { count, instant } from './format.js';
import { stateChip } from './status.js';

/** Which apps are connected with the company, and how their tokens stand. */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function connectionView({ root, company, companies }) {
  const name = companies.find(({ realmId }) => realmId === company)?.name ?? company;
  const grants = h('tbody', {});
  const empty = h(
    'p',
    { class: 'empty' },
    'No app is connected. Send one through the consent page, or mint a pair of tokens.',
  );
  const apps = h('div', {});
  let shownText = '';

  const load = async () => {
    const [{ grants: rows }, { apps: known }] = await Promise.all([
      get('/oauth/grants', { realm: company }),
      get('/apps'),
    ]);
    const text = JSON.stringify([rows, known]);
    if (text === shownText) return;
    shownText = text;
    grants.replaceChildren(...rows.map(grantRow));
    empty.hidden = rows.length > 0;
    fill(apps, known.map(appFacts));
  };

  const grantRow = (/** @type {any} */ one) => {
    const disconnect = () =>
      confirmByTyping({
        title: `Disconnect ${one.clientId} from ${name}?`,
        consequence:
          'All its tokens for this company die at once: API calls get 401, refreshing gets invalid_grant. The app has to ask for consent again.',
        type: one.clientId,
        action: 'Disconnect',
        work: async () => {
          await act(company, 'disconnect', { clientId: one.clientId });
          toast(`${one.clientId} is disconnected.`);
          await load();
        },
      });
    return h(
      'tr',
      {},
      h('td', {}, one.clientId, h('p', { class: 'muted small path wide' }, one.scope)),
      h('td', {}, stateChip(one.state)),
      h('td', { class: 'wide nowrap' }, instant(one.createdAt)),
      h(
        'td',
        {},
        one.livingAccessTokens === 0
          ? 'none alive'
          : `${count(one.livingAccessTokens)}, until ${instant(one.accessExpiresAt)}`,
      ),
      h(
        'td',
        { class: 'wide' },
        one.refreshExpiresAt === null ? 'none' : `until ${instant(one.refreshExpiresAt)}`,
        one.supersededRefreshTokens > 0 &&
          h('p', { class: 'muted small' }, `${one.supersededRefreshTokens} superseded`),
      ),
      h(
        'td',
        {},
        one.state !== 'disconnected' &&
          h(
            'button',
            {
              type: 'button',
              class: 'quiet',
              'aria-label': `Disconnect ${one.clientId}`,
              onclick: disconnect,
            },
            'Disconnect',
          ),
      ),
    );
  };

  /** @type {[string, string][]} */
  const columns = [
    ['App', ''],
    ['State', ''],
    ['Consent', 'wide'],
    ['Access tokens', ''],
    ['Refresh token', 'wide'],
  ];
  fill(
    root,
    h(
      'div',
      { class: 'head' },
      h('h1', { tabindex: -1 }, 'Connection'),
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', class: 'main-action', onclick: () => void mint(company, load) },
          'Mint a pair of tokens',
        ),
      ),
    ),
    h('p', { class: 'intro' }, `Company id of ${name}: ${company}`),
    h(
      'div',
      { class: 'table-box' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map(([word, style]) => h('th', { scope: 'col', class: style || undefined }, word)),
            h('th', { scope: 'col' }, h('span', { class: 'hidden' }, 'Actions')),
          ),
        ),
        grants,
      ),
      empty,
    ),
    h('section', { class: 'panel apps' }, h('h2', {}, 'Apps'), apps),
  );
  return { title: 'Connection', ready: load(), refresh: load };
}

/** @param {any} app */
function appFacts({ clientId, clientSecret, redirectUris }) {
  return h(
    'dl',
    { class: 'facts' },
    h('dt', {}, 'Client id'),
    h('dd', { class: 'mono' }, clientId),
    h('dt', {}, 'Client secret'),
    h('dd', {}, h('details', {}, h('summary', {}, 'Show'), h('span', { class: 'mono' }, clientSecret))),
    h('dt', {}, 'Redirect addresses'),
    h(
      'dd',
      {},
      redirectUris.map((/** @type {string} */ uri) => h('p', { class: 'mono' }, uri)),
    ),
  );
}

/**
 * @param {string} company
 * @param {() => Promise<void>} done
 */
async function mint(company, done) {
  const { apps } = await get('/apps');
  const app = field({
    name: 'clientId',
    label: 'App',
    type: 'select',
    options: apps.map((/** @type {any} */ { clientId }) => [clientId, clientId]),
  });
  const scope = field({
    name: 'scope',
    label: 'Scope',
    value: 'com.intuit.quickbooks.accounting',
    required: true,
  });
  ask({
    title: 'Mint a pair of tokens',
    intro: 'Connects the app with this company as if a person had just consented.',
    content: h('div', { class: 'form' }, app.node, scope.node),
    fields: [app, scope],
    action: 'Mint',
    isNarrow: true,
    work: async () => {
      const pair = await post('/oauth/grant', { realm: company, clientId: app.read(), scope: scope.read() });
      await done();
      showPair(pair);
    },
  });
}

/** @param {any} pair */
function showPair(pair) {
  const shown = (/** @type {string} */ label, /** @type {string} */ value) =>
    field({
      name: label,
      label,
      value,
      attributes: {
        readonly: true,
        class: 'mono',
        onfocus: (/** @type {Event} */ { target }) => target instanceof HTMLInputElement && target.select(),
      },
    });
  const fields = [shown('Access token', pair.access_token), shown('Refresh token', pair.refresh_token)];
  const copy = () => navigator.clipboard.writeText(JSON.stringify(pair, null, 2));
  ask({
    title: 'The new tokens',
    intro: 'They are shown once. The page does not keep them.',
    content: h(
      'div',
      { class: 'form' },
      fields.map(({ node }) => node),
    ),
    fields: [],
    action: 'Copy as JSON and close',
    isNarrow: true,
    work: async () => {
      await copy();
      toast('Copied.');
    },
  });
}
