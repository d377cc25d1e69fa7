import { act, get, post, remove } from './api.js';
import { ask, confirmByTyping, toast } from './dialog.js';
import { fill, h } from './dom.js';
import { field } from './form.js';
import { address, go } from './route.js';
import { stateChip } from './status.js';

/** The companies of the simulator: made from a preset, looked at, let go. */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function companiesView({ root }) {
  const body = h('tbody', {});
  const empty = h('p', { class: 'empty' }, 'There is no company. Create one from a preset.');

  const load = async () => {
    const { realms } = await get('/realms');
    body.replaceChildren(...realms.map(row));
    empty.hidden = realms.length > 0;
  };

  const row = (/** @type {import('./main.js').Company} */ company) => {
    const { realmId, name, preset, country, homeCurrency, zone, isLapsed } = company;
    const lapse = async () => {
      await act(realmId, isLapsed ? 'renew' : 'lapse', {});
      toast(
        isLapsed
          ? `${name} is subscribed again.`
          : `The subscription of ${name} has lapsed: calls get fault 6190.`,
      );
      await load();
    };
    const destroy = () =>
      confirmByTyping({
        title: `Delete the company ${name}?`,
        consequence: 'Its books, tokens and connections are gone for good.',
        type: name,
        action: 'Delete the company',
        work: async () => {
          await remove(`/realms/${realmId}`);
          toast(`${name} is gone.`);
          go('/?view=companies');
        },
      });
    return h(
      'tr',
      {},
      h(
        'td',
        {},
        h('a', { href: address({ company: realmId, view: 'invoices' }), 'data-row': realmId }, name),
        h('p', { class: 'mono muted' }, realmId),
      ),
      h('td', {}, preset),
      h('td', { class: 'wide' }, `${country}, ${homeCurrency}, ${zone}`),
      h('td', { class: 'wide' }, isLapsed ? stateChip('lapsed') : stateChip('active')),
      h(
        'td',
        { class: 'nowrap' },
        h(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': `${isLapsed ? 'Renew' : 'Let lapse'}: ${name}`,
            onclick: () => void lapse(),
          },
          isLapsed ? 'Renew' : 'Let lapse',
        ),
        h(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': `Delete ${name}`, onclick: destroy },
          'Delete',
        ),
      ),
    );
  };

  /** @type {[string, string][]} */
  const columns = [
    ['Company', ''],
    ['Preset', ''],
    ['Country, currency, zone', 'wide'],
    ['Subscription', 'wide'],
  ];
  fill(
    root,
    h(
      'div',
      { class: 'head' },
      h('h1', { tabindex: -1 }, 'Companies'),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', class: 'main-action', onclick: () => void create() }, 'New company'),
      ),
    ),
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
            columns.map(([word, name]) => h('th', { scope: 'col', class: name || undefined }, word)),
            h('th', { scope: 'col' }, h('span', { class: 'hidden' }, 'Actions')),
          ),
        ),
        body,
      ),
      empty,
    ),
  );
  return { title: 'Companies', ready: load(), refresh: load };
}

async function create() {
  const { presets } = await get('');
  const names = Object.keys(presets);
  const meaning = h('p', { class: 'hint', 'aria-live': 'polite' });
  const preset = field({
    name: 'preset',
    label: 'Preset',
    type: 'select',
    options: names.map((name) => /** @type {const} */ ([name, name])),
  });
  const name = field({ name: 'name', label: 'Name', hint: 'Empty: the name of the preset' });
  const explain = () => fill(meaning, `${presets[String(preset.read())]}.`);
  preset.input.addEventListener('change', explain);
  explain();
  ask({
    title: 'New company',
    content: h('div', { class: 'form' }, h('div', {}, preset.node, meaning), name.node),
    fields: [preset, name],
    action: 'Create the company',
    work: async () => {
      const made = await post('/realms', {
        preset: preset.read(),
        ...(name.read() !== '' && { name: name.read() }),
      });
      toast(`${made.name} is there.`);
      go(address({ company: made.realmId, view: 'invoices' }));
    },
  });
}
