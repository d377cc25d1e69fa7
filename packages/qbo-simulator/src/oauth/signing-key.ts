import { checkPrimeSync, createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { Random } from '../core/random.ts';

/**
 * The RSA key of the id tokens. Node cannot generate a key from a seed, so the primes are searched for here: the same
 * seed must give the same token. It protects nothing: whoever reads this can make it too.
 */
export interface SigningKey {
  readonly key: KeyObject;
  readonly keyId: string;
  /** The public half, as the JWKS shows it. */
  readonly publicJwk: object;
}

const exponent = 65_537n;
const keys = new Map<number, SigningKey>();

export function signingKey(seed: number): SigningKey {
  let found = keys.get(seed);
  if (found === undefined) {
    found = makeKey(new Random(seed ^ 0x5eed));
    keys.set(seed, found);
  }
  return found;
}

function makeKey(random: Random): SigningKey {
  const p = findPrime(random);
  const q = findPrime(random);
  const modulus = p * q;
  const d = inverse(exponent, (p - 1n) * (q - 1n));
  const jwk = {
    kty: 'RSA',
    n: base64(modulus),
    e: base64(exponent),
    d: base64(d),
    p: base64(p),
    q: base64(q),
    dp: base64(d % (p - 1n)),
    dq: base64(d % (q - 1n)),
    qi: base64(inverse(q, p)),
  };
  const keyId = random.uuid();
  return {
    key: createPrivateKey({ key: jwk, format: 'jwk' }),
    keyId,
    publicJwk: { kty: 'RSA', kid: keyId, use: 'sig', alg: 'RS256', n: jwk.n, e: jwk.e },
  };
}

/** A prime of 1024 bits with both upper bits set, so that the product of two has 2048. */
function findPrime(random: Random): bigint {
  for (;;) {
    const candidate = BigInt(`0x${random.hex(256)}`) | (3n << 1022n) | 1n;
    if (candidate % exponent !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b, x, y] = [b - quotient * a, a, y - quotient * x, x];
  }
  return ((x % modulus) + modulus) % modulus;
}

function base64(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}

export function signIdToken({ key, keyId }: SigningKey, claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const content = `${encode({ kid: keyId, alg: 'RS256' })}.${encode(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key).toString('base64url')}`;
}
