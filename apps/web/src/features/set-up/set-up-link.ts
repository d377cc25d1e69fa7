/**
 * The link somebody is given with a one-time code. The code stands behind the `#`, which a browser sends to no server:
 * neither a log nor a proxy on the way sees it.
 */
export function setUpLink(origin: string, code: string): string {
  return `${origin}/set-up#code=${encodeURIComponent(code)}`;
}

/** The code in what stands behind the `#`; empty when there is none. */
export function readSetUpHash(hash: string): string {
  return new URLSearchParams(hash).get('code') ?? '';
}
