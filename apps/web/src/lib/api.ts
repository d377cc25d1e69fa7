import { createApiClient } from '@pace/api-client';
import { ApiProblem, NoAnswer } from './problem.ts';
import { signedInAgain } from './sign-in-gate.ts';

/** Requests whose 401 is their own answer: a wrong password, or a first look at whether anybody is signed in. */
const ownBusiness = /^\/api\/(auth\/|me$)/;

/** The only fetch. A session that ended meanwhile is renewed by the person, and the request sent again. */
async function send(request: Request): Promise<Response> {
  // A body can be read once; the copy is for the second try.
  const again = request.clone();
  const response = await reach(request);
  const isOwn = request.method !== 'PATCH' && ownBusiness.test(new URL(request.url).pathname);
  if (response.status !== 401 || isOwn) return response;
  try {
    await signedInAgain();
  } catch {
    return response;
  }
  return reach(again);
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new NoAnswer(error);
  }
}

/** Addresses are relative to the page: the product serves both from one place. */
export const api = createApiClient({ baseUrl: '', fetch: send });

/** The data of an answer, or the problem it was. */
export async function answer<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw toProblem(response.status, error);
  // A 2xx answer has the body its schema says; 204 has none, and its Data is undefined.
  return data as Data;
}

/** Whether a file can be had: asks for it, and lets go once it begins. Throws the problem that comes instead. */
export async function checkDownload(address: string): Promise<void> {
  const response = await send(new Request(address));
  if (!response.ok) throw toProblem(response.status, await response.json().catch(() => null));
  await response.body?.cancel();
}

function toProblem(status: number, body: unknown): ApiProblem {
  return new ApiProblem(status, typeof body === 'object' && body !== null ? body : {});
}

/** Says which version a change is made to. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

/** Makes a command that is sent twice happen once. */
export const idempotent = (key: string) => ({ 'idempotency-key': key });
