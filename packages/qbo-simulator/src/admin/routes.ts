import { Fault, upperFault } from '../core/fault.ts';
import { jsonReply, type Reply, type SimRequest } from '../core/reply.ts';
import { presets } from '../presets.ts';
import { keepSettings, type Sim } from '../sim.ts';
import { bookRoutes } from './books.ts';
import { countCalls, readEntry, readJournal } from './calls.ts';
import { deleteRealm, dump, listRealms, load, postRealm, reset } from './companies.ts';
import { addApp, listApps, listGrants, mintGrant } from './connection.ts';
import {
  addFault,
  assertInvariants,
  clockNow,
  listFaults,
  listUserActions,
  moveClock,
  removeFaults,
  userAction,
} from './controls.ts';
import { listKnobs, turnKnobs } from './knob-routes.ts';
import { AdminError } from './user-actions.ts';
import {
  addWebhookFault,
  configureWebhooks,
  flushWebhooks,
  forgetWebhooks,
  listWebhooks,
  readDelivery,
  removeWebhookFaults,
} from './webhook-routes.ts';

/** The admin face: the simulator's own controls. One line per call. */

type Handler = (sim: Sim, request: SimRequest, params: readonly string[]) => unknown;

const routes: readonly [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^\/?$/, describe],
  ['GET', /^\/realms$/, listRealms],
  ['POST', /^\/realms$/, postRealm],
  ['DELETE', /^\/realms\/([^/]+)$/, deleteRealm],
  ['POST', /^\/reset$/, reset],
  ['GET', /^\/clock$/, clockNow],
  ['POST', /^\/clock$/, moveClock],
  ['GET', /^\/faults$/, listFaults],
  ['POST', /^\/faults$/, addFault],
  ['DELETE', /^\/faults(?:\/([^/]+))?$/, removeFaults],
  ['GET', /^\/knobs$/, listKnobs],
  ['POST', /^\/knobs$/, turnKnobs],
  ['GET', /^\/user$/, listUserActions],
  ['POST', /^\/user\/([^/]+)$/, userAction],
  ['GET', /^\/journal$/, readJournal],
  ['GET', /^\/journal\/(\d{1,12})$/, readEntry],
  ['GET', /^\/calls$/, countCalls],
  ['GET', /^\/dump\/([^/]+)$/, dump],
  ['POST', /^\/load$/, load],
  ['POST', /^\/assert\/invariants$/, assertInvariants],
  ['GET', /^\/apps$/, listApps],
  ['POST', /^\/apps$/, addApp],
  ['POST', /^\/oauth\/grant$/, mintGrant],
  ['GET', /^\/oauth\/grants$/, listGrants],
  ['GET', /^\/webhooks$/, listWebhooks],
  ['POST', /^\/webhooks\/config$/, configureWebhooks],
  ['DELETE', /^\/webhooks\/config$/, forgetWebhooks],
  ['POST', /^\/webhooks\/flush$/, flushWebhooks],
  ['POST', /^\/webhooks\/faults$/, addWebhookFault],
  ['DELETE', /^\/webhooks\/faults$/, removeWebhookFaults],
  ['GET', /^\/webhooks\/deliveries\/([^/]+)$/, readDelivery],
  ...bookRoutes,
];

export const adminPath = '/__sim';

/** Answers a call under /__sim. Wrong input is 400 with the field it is about; a refused action is 422 with its fault. */
export async function answerAdmin(sim: Sim, request: SimRequest): Promise<Reply> {
  const path = request.path.slice(adminPath.length);
  const found = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
  if (found === undefined)
    return jsonReply(404, {
      error: `There is no ${request.method} ${request.path.slice(0, 200)}; GET /__sim lists what there is`,
    });
  const [, pattern, handler] = found;
  try {
    const params = (pattern.exec(path)?.slice(1) ?? []).map((part) => part ?? '');
    const result = await handler(sim, request, params);
    keepSettings(sim);
    return result === undefined ? { status: 204, headers: {}, body: '' } : jsonReply(200, result);
  } catch (error) {
    if (error instanceof AdminError) {
      return jsonReply(400, {
        error: error.message,
        ...(error.field !== undefined && { field: error.field }),
      });
    }
    if (error instanceof Fault) return jsonReply(422, { error: error.message, ...upperFault(error) });
    throw error;
  }
}

function describe(sim: Sim): object {
  return {
    routes: routes.map(
      ([method, path]) =>
        `${method} ${adminPath}${path.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/')}`,
    ),
    presets: Object.fromEntries(Object.entries(presets).map(([name, { meaning }]) => [name, meaning])),
    realms: [...sim.realms.values()].map((realm) => realm.id),
  };
}
