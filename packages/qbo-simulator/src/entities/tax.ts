import { Decimal, roundToCents, sum, write, zero } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { preferencesOf } from './dates-and-numbers.ts';
import { type Data, isOn, listOf, partOf, refOf, textOf } from './fields.ts';
import { itemLines, mapItemLines } from './lines.ts';
import type { Realm, TaxRegime, Write } from './model.ts';
import { amountOf } from './put.ts';
import { infoOf, knobsOf, livingEntity } from './realm.ts';

/** Sales tax by the regime of the company: none, automated US sales tax, or tax codes as elsewhere. */

export interface Taxed {
  lines: Data[];
  totalTax: Decimal;
  /** Tax that is inside the line amounts already, and so not added to them. */
  includedTax: Decimal;
  detail: Data;
}

/** Sales tax is switched on and off in the preferences; what is switched on in a US company is the automated one. */
export function taxRegimeOf(realm: Realm): TaxRegime {
  if (!isOn(preferencesOf(realm, 'TaxPrefs'), 'UsingSalesTax')) return 'none';
  const { taxRegime } = infoOf(realm);
  return taxRegime === 'none' ? 'ast' : taxRegime;
}

export function taxLines(write_: Write, lines: Data[], discount: Decimal): Taxed {
  switch (taxRegimeOf(write_.realm)) {
    case 'none':
      return {
        lines: mapItemLines(lines, (line) => coded(line, 'NON')),
        totalTax: zero,
        includedTax: zero,
        detail: { TotalTax: '0' },
      };
    case 'ast':
      return automatedTax(write_, lines, discount);
    case 'non_us':
      return codedTax(write_, lines);
  }
}

function coded(line: Data, code: string): Data {
  const detail = partOf(line, 'SalesItemLineDetail');
  return { ...line, SalesItemLineDetail: { ...detail, TaxCodeRef: { value: code } } };
}

function codeOf(line: Data): string | undefined {
  const code = refOf(partOf(line, 'SalesItemLineDetail') ?? {}, 'TaxCodeRef');
  return code === '' ? undefined : code;
}

/** Lines are TAX or NON; the rate is the ship-to state's. A TotalTax that is sent wins over what would be computed. */
function automatedTax({ realm, sent, next, before }: Write, sentLines: Data[], discount: Decimal): Taxed {
  const lines = mapItemLines(sentLines, (line) => {
    const code = codeOf(line) ?? 'NON';
    if (code !== 'TAX' && code !== 'NON') {
      throw new Fault(
        '6100',
        `Invalid tax code ${code}: a line's tax code must be TAX or NON`,
        'Line.SalesItemLineDetail.TaxCodeRef',
      );
    }
    return coded(line, code);
  });
  const taxable = itemLines(lines).filter((line) => codeOf(line) === 'TAX');
  const taxed = sum(taxable.map((line) => amountOf(line, 'Amount')));
  const rate = stateRate(realm, next);
  const given =
    partOf(sent, 'TxnTaxDetail') ??
    (before !== undefined && isTaxedAlike(before.data, next)
      ? partOf(before.data, 'TxnTaxDetail')
      : undefined);
  const override = given === undefined ? undefined : textOf(given, 'TotalTax');
  const share = discount.gt(zero) && next['ApplyTaxAfterDiscount'] === true ? taxed.minus(discount) : taxed;
  const computed = roundToCents(share.times(rate).div('100'), 'half_up');
  const drift = taxed.eq(zero) ? zero : new Decimal(String(knobsOf(realm).astDriftCents)).div('100');
  const totalTax = override === undefined ? computed.plus(drift) : new Decimal(override);
  const detail: Data = { TotalTax: write(totalTax) };
  if (!taxed.eq(zero)) {
    detail['TaxLine'] = [taxLine(write(totalTax), rate, write(share), undefined)];
  }
  return { lines, totalTax, includedTax: zero, detail };
}

/** Whether nothing has been sent that the tax is computed from: then it stays as it was, an override too. */
function isTaxedAlike(before: Data, next: Data): boolean {
  const same = (name: string): boolean => JSON.stringify(before[name]) === JSON.stringify(next[name]);
  return (
    before['Line'] === next['Line'] &&
    refOf(before, 'CustomerRef') === refOf(next, 'CustomerRef') &&
    ['ShipAddr', 'BillAddr', 'ApplyTaxAfterDiscount'].every(same)
  );
}

function stateRate(realm: Realm, next: Data): string {
  const customer = livingEntity(realm, 'Customer', refOf(next, 'CustomerRef') ?? '')?.data ?? {};
  const place =
    partOf(next, 'ShipAddr') ??
    partOf(customer, 'ShipAddr') ??
    partOf(next, 'BillAddr') ??
    partOf(customer, 'BillAddr');
  const state = place === undefined ? undefined : textOf(place, 'CountrySubDivisionCode');
  return infoOf(realm).stateTaxRates[state?.toUpperCase() ?? ''] ?? '0';
}

function taxLine(amount: string, percent: string, net: string, rateId: string | undefined): Data {
  return {
    Amount: amount,
    DetailType: 'TaxLineDetail',
    TaxLineDetail: {
      ...(rateId !== undefined && { TaxRateRef: { value: rateId } }),
      PercentBased: true,
      TaxPercent: percent,
      NetAmountTaxable: net,
    },
  };
}

/** Every line names a code of the company; the whole is with tax, without it, or outside of it. */
function codedTax({ realm, next }: Write, lines: Data[]): Taxed {
  const calculation = textOf(next, 'GlobalTaxCalculation') ?? 'TaxExcluded';
  next['GlobalTaxCalculation'] = calculation;
  if (calculation === 'NotApplicable') {
    return { lines, totalTax: zero, includedTax: zero, detail: { TotalTax: '0' } };
  }
  const byRate = new Map<string, { percent: string; amount: Decimal }>();
  for (const line of itemLines(lines)) {
    const code = codeOf(line);
    if (code === undefined) {
      throw new Fault(
        '6000',
        'Every line needs a tax code in this company',
        'Line.SalesItemLineDetail.TaxCodeRef',
      );
    }
    for (const { id, percent } of ratesOf(realm, code)) {
      const known = byRate.get(id) ?? { percent, amount: zero };
      byRate.set(id, { percent, amount: known.amount.plus(amountOf(line, 'Amount')) });
    }
  }
  const isInclusive = calculation === 'TaxInclusive';
  const taxLines_ = [...byRate].map(([id, { percent, amount }]) => {
    const factor = new Decimal(percent).div('100');
    const tax = roundToCents(
      isInclusive ? amount.minus(amount.div(factor.plus('1'))) : amount.times(factor),
      'half_up',
    );
    return { tax, line: taxLine(write(tax), percent, write(isInclusive ? amount.minus(tax) : amount), id) };
  });
  const totalTax = sum(taxLines_.map(({ tax }) => tax));
  return {
    lines,
    totalTax,
    includedTax: isInclusive ? totalTax : zero,
    detail: { TotalTax: write(totalTax), TaxLine: taxLines_.map(({ line }) => line) },
  };
}

function ratesOf(realm: Realm, code: string): { id: string; percent: string }[] {
  const found = livingEntity(realm, 'TaxCode', code);
  if (found === undefined) {
    throw new Fault(
      '2500',
      `Invalid Reference Id : TaxCodes element id ${code} not found`,
      'Line.SalesItemLineDetail.TaxCodeRef',
    );
  }
  const rates = listOf(partOf(found.data, 'SalesTaxRateList') ?? {}, 'TaxRateDetail');
  return rates.map((rate) => {
    const id = refOf(rate, 'TaxRateRef') ?? '';
    return { id, percent: textOf(realm.entities.TaxRate.get(id)?.data ?? {}, 'RateValue') ?? '0' };
  });
}
