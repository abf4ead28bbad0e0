/**
 * A person whom everything happened to that can happen to a debtor, each under words that nothing else has: what looks for
 * the words afterwards finds where Rappel keeps a person.
 */
import { RunOptions } from '#contract/dunning-run-views.ts';
import { addNote } from '#server/debtors/add-note.ts';
import { changeDebtor } from '#server/debtors/change-debtor.ts';
import { addContact } from '#server/debtors/keep-contact.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { undoHolds } from '#server/debtors/undo-holds.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { resolveDispute } from '#server/disputes/resolve-dispute.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { settleLine } from '#server/settlements/settle-line.ts';
import { addBankLine } from './bank.ts';
import { addDebtor, addDocument } from './people.ts';

/** Seven identifiers; `nth` makes them another person's. */
export function canariesOf(nth: number) {
  return {
    name: `Zephyrine Kanarivogel-${nth}`,
    email: `zephyrine${nth}@kanarivogel.example`,
    phone: `+32 477 99 88 ${String(nth).padStart(2, '0')}`,
    street: `Kanaristraat ${nth}77`,
    contact: `Gontran Kanaribroer-${nth}`,
    words: `kanariwoorden-${nth}`,
    payer: `Z KANARIVOGEL ${nth}XYZ`,
  };
}
export const IBANS = ['BE71096123456769', 'BE43068999999501', 'BE68539007547034'];

/** The account of the person of this number: one of its own for each. */
export function ibanOf(nth: number): string {
  const account = String(539_000_000 + nth).padStart(10, '0');
  const check = Number(BigInt(account) % 97n) || 97;
  const national = `${account}${String(check).padStart(2, '0')}`;
  // B is 11 and E is 14; the check digits of the whole make it 1, modulo 97.
  const digits = 98n - (BigInt(`${national}111400`) % 97n);
  return IBANS[nth] ?? `BE${String(digits).padStart(2, '0')}${national}`;
}

/** Invoiced, reminded by mail, held, contested, promised, paid through the bank: and owing nothing any more. */
export async function addCanaryPerson(company: CompanyTools, nth: number) {
  const canaries = canariesOf(nth);
  const iban = ibanOf(nth);
  const { name, email, phone, street, words } = canaries;
  const { id } = await addDebtor(company, { number: `KAN${nth}`, name, email, phone, kind: 'consumer' });
  await changeDebtor(company, { debtor: id, changes: { street } });
  const contact = { role: 'buyer' as const, name: canaries.contact, email: null, phone: null, fax: null };
  await addContact(company, { debtor: id, contact });
  const document = await addDocument(
    company,
    { id },
    {
      number: `KF${nth}`,
      issuedOn: '2026-02-01',
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    },
  );
  const item = document.items[0]?.id ?? '';
  await addNote(company, { debtor: id, item: null, text: `note ${words}` });
  return { id, item, canaries, iban };
}

/** A reminder to everybody who is due, as a run sends it. */
export async function remindEverybody(company: CompanyTools, day: string): Promise<string> {
  const run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from(day),
    options: RunOptions.parse({}),
  });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  return run;
}

export async function prepareCompany(company: CompanyTools): Promise<void> {
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
}

type Person = Awaited<ReturnType<typeof addCanaryPerson>>;

/** A hold, a dispute that is settled, and the payment of all of it. */
export async function finishWith(company: CompanyTools, { id, item, canaries, iban }: Person): Promise<void> {
  const { words, payer } = canaries;
  const holds = await placeHolds(company, {
    debtors: [id],
    items: [],
    reason: `hold ${words}`,
    until: '2026-04-30',
  });
  await undoHolds(company, { holds });
  const dispute = await openDispute(company, {
    item,
    amount: null,
    reason: 'quality',
    note: `dispute ${words}`,
    answerBy: null,
    assignedTo: null,
  });
  await resolveDispute(company, { dispute, outcome: 'rejected', note: `answer ${words}` });
  const line = await addBankLine(company, {
    amount: '120.00',
    counterparty: payer,
    iban,
    text: `paid ${words}`,
  });
  await settleLine(company, {
    line,
    parts: [{ item, kind: 'payment', amount: '120.00', money: null }],
    debtor: null,
    learnIban: true,
    note: `settled ${words}`,
  });
}
