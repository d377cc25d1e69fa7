import { dayIn, writeInstant } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { type Data, listOf, longestEmail, partOf, textOf } from '../entities/fields.ts';
import type { Definition, Entity, Realm } from '../entities/model.ts';
import { changeEntity } from '../entities/put.ts';
import { infoOf, knobsOf, livingEntity, realmNowMs } from '../entities/realm.ts';
import { isEmail } from '../entities/validate.ts';

/** Reading, sending and printing one object. */

export function demandEntity(realm: Realm, definition: Definition, id: string): Entity {
  const entity = livingEntity(realm, definition.name, id);
  if (entity !== undefined) return entity;
  throw new Fault('610', `Object Not Found : there is no ${definition.name} with Id ${id.slice(0, 40)}`);
}

/** Marks the document as sent. The address is the one given, else the document's own. */
export function sendDocument(
  realm: Realm,
  definition: Definition,
  id: string,
  sendTo: string | null,
): Entity {
  const before = demandEntity(realm, definition, id);
  // An empty sendTo is none.
  const address = sendTo || textOf(partOf(before.data, 'BillEmail') ?? {}, 'Address') || '';
  if (!isEmail(address)) {
    throw new Fault(
      '6000',
      `There is no valid email address to send to${address === '' ? '' : `: ${address.slice(0, 100)}`}`,
      'BillEmail',
    );
  }
  if (address.length > longestEmail) {
    throw new Fault(
      '2050',
      `sendTo is ${address.length} characters long; at most ${longestEmail} are allowed`,
      'BillEmail',
    );
  }
  countSend(realm);
  const time = writeInstant(infoOf(realm).zone, realmNowMs(realm));
  const sent: Data =
    definition.fields['EmailStatus'] === undefined
      ? before.data
      : {
          ...before.data,
          EmailStatus: 'EmailSent',
          BillEmail: { Address: address },
          DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: time },
        };
  return changeEntity(realm, definition.name, before, sent, 'Emailed');
}

function countSend(realm: Realm): void {
  const { sendsPerDay } = knobsOf(realm);
  const day = dayIn(infoOf(realm).zone, realmNowMs(realm));
  const key = `sends/${day}`;
  const sent = realm.counters.get(key)?.value ?? 0;
  if (sendsPerDay !== 0 && sent >= sendsPerDay) {
    throw new Fault('6000', `The limit of ${sendsPerDay} emails a day is reached`);
  }
  realm.counters.set(key, { value: sent + 1 });
}

/** A PDF of one page that any reader opens: what the document is, for whom, its lines and its total. */
export function documentPdf(definition: Definition, entity: Entity): Buffer {
  const { data } = entity;
  const party = partOf(data, 'CustomerRef') ?? {};
  const lines = listOf(data, 'Line').flatMap((line) => {
    const amount = textOf(line, 'Amount');
    return amount === undefined
      ? []
      : [`${textOf(line, 'Description') ?? textOf(line, 'DetailType') ?? ''}   ${amount}`];
  });
  return pdf([
    `${definition.name} ${textOf(data, 'DocNumber') ?? entity.id}`,
    `${textOf(party, 'name') ?? ''}   ${textOf(data, 'TxnDate') ?? ''}`,
    ...lines,
    `Total ${textOf(data, 'TotalAmt') ?? '0'}`,
  ]);
}

function pdf(lines: readonly string[]): Buffer {
  const shown = lines.slice(0, 48).map((line) =>
    line
      .slice(0, 100)
      .replace(/[^\x20-\x7e]/g, '?')
      .replace(/[\\()]/g, '\\$&'),
  );
  const content = `BT /F1 11 Tf 56 780 Td 15 TL ${shown.map((line) => `(${line}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
