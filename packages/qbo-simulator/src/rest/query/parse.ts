import { Fault } from '../../core/fault.ts';

/**
 * The query language: `SELECT … FROM Entity [WHERE a AND b] [ORDERBY f [ASC|DESC]] [STARTPOSITION n] [MAXRESULTS n]`.
 * What the service does not know (OR, NOT, !=, joins, groups, sub-selects) is an error here too.
 */

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'in' | 'like';

export interface Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
  /** The values that stand without quotes. */
  readonly bare: readonly string[];
}

export interface Query {
  readonly entity: string;
  readonly isCount: boolean;
  /** Undefined for `*`. */
  readonly fields: readonly string[] | undefined;
  readonly conditions: readonly Condition[];
  readonly order: readonly { readonly field: string; readonly isDescending: boolean }[];
  readonly startPosition: string | undefined;
  readonly maxResults: string | undefined;
}

type Token = { kind: 'word' | 'string' | 'sign' | 'end'; text: string; at: number };

function parseError(detail: string): Fault {
  return new Fault('4000', `QueryParserError: ${detail}`);
}

const patterns: readonly [Token['kind'] | 'blank', RegExp][] = [
  ['blank', /\s+/y],
  ['string', /'(?:[^'\\]|\\.)*'/y],
  ['word', /[A-Za-z_][\w.]*|[+-]?\d+(?:\.\d+)?/y],
  ['sign', /<=|>=|!=|<>|[=<>(),*]/y],
];

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  scan: while (at < text.length) {
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(text)?.[0];
      if (match === undefined) continue;
      if (kind !== 'blank') found.push({ kind, text: kind === 'string' ? unquoted(match) : match, at });
      at += match.length;
      continue scan;
    }
    throw parseError(
      text[at] === "'" ? `a string that begins at ${at} is not closed` : `unexpected ${text[at]} at ${at}`,
    );
  }
  found.push({ kind: 'end', text: 'the end', at });
  return found;
}

function unquoted(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/** Throws Fault 4000 for whatever is not in the language. */
export function parseQuery(text: string): Query {
  const all = tokens(text);
  let at = 0;
  const end: Token = { kind: 'end', text: 'the end', at: text.length };
  const peek = (): Token => all[at] ?? end;
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const isWord = (word: string): boolean => peek().kind === 'word' && peek().text.toLowerCase() === word;
  const isSign = (sign: string): boolean => peek().kind === 'sign' && peek().text === sign;
  const unexpected = (): Fault => parseError(`unexpected ${peek().text} at ${peek().at}`);
  const expectWord = (word: string): void => {
    if (!isWord(word)) throw unexpected();
    take();
  };
  const expectSign = (sign: string): void => {
    if (!isSign(sign)) throw unexpected();
    take();
  };
  const name = (): string => {
    const token = take();
    if (token.kind !== 'word' || !/^[A-Za-z_]/.test(token.text)) {
      throw parseError(`a name was expected at ${token.at}, not ${token.text}`);
    }
    return token.text;
  };
  const value = (bare: string[] = []): string => {
    const token = take();
    if (token.kind === 'string') return token.text;
    if (token.kind === 'word' && /^([+-]?\d|true$|false$)/i.test(token.text)) {
      bare.push(token.text);
      return token.text;
    }
    throw parseError(`a value was expected at ${token.at}, not ${token.text}`);
  };

  const selection = (): Pick<Query, 'isCount' | 'fields'> => {
    if (isSign('*')) {
      take();
      return { isCount: false, fields: undefined };
    }
    if (isWord('count')) {
      take();
      expectSign('(');
      expectSign('*');
      expectSign(')');
      return { isCount: true, fields: undefined };
    }
    const fields = [selected()];
    while (isSign(',')) {
      take();
      fields.push(selected());
    }
    return { isCount: false, fields };
  };
  /** `Line.*` is written like a field. */
  const selected = (): string => {
    const field = name();
    if (field.endsWith('.') && isSign('*')) {
      take();
      return `${field}*`;
    }
    return field;
  };

  const condition = (): Condition => {
    const field = name();
    const bare: string[] = [];
    if (isWord('in')) {
      take();
      expectSign('(');
      const values = [value(bare)];
      while (isSign(',')) {
        take();
        values.push(value(bare));
      }
      expectSign(')');
      return { field, operator: 'in', values, bare };
    }
    if (isWord('like')) {
      take();
      return { field, operator: 'like', values: [value(bare)], bare };
    }
    const token = take();
    if (token.kind !== 'sign' || !['=', '<', '>', '<=', '>='].includes(token.text)) {
      throw parseError(`unexpected ${token.text} at ${token.at}; operators are = < > <= >= IN LIKE`);
    }
    return { field, operator: token.text as Operator, values: [value(bare)], bare }; // Just checked.
  };

  expectWord('select');
  const what = selection();
  expectWord('from');
  const entity = name();
  const conditions: Condition[] = [];
  if (isWord('where')) {
    take();
    conditions.push(condition());
    while (isWord('and')) {
      take();
      conditions.push(condition());
    }
  }
  const order: { field: string; isDescending: boolean }[] = [];
  if (isWord('orderby') || isWord('order')) {
    if (take().text.toLowerCase() === 'order') expectWord('by');
    do {
      if (order.length > 0) take();
      const field = name();
      const isDescending = isWord('desc');
      if (isDescending || isWord('asc')) take();
      order.push({ field, isDescending });
    } while (isSign(','));
  }
  // In either presence, and after a count too: a widely used client always sends them.
  let startPosition: string | undefined;
  let maxResults: string | undefined;
  for (;;) {
    if (isWord('startposition') && startPosition === undefined) {
      take();
      startPosition = value();
    } else if (isWord('maxresults') && maxResults === undefined) {
      take();
      maxResults = value();
    } else break;
  }
  if (peek().kind !== 'end') throw unexpected();
  return { ...what, entity, conditions, order, startPosition, maxResults };
}
