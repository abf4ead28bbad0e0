/**
 * Builders of what a test needs to exist: only what it says matters, the rest is sound.
 *
 *   const company = await addCompany(tools);                                  // CompanyTools, ready for use cases
 *   const debtor = await addDebtor(company, { number: 'D1', language: 'nl' });
 *   const invoice = await addDocument(company, debtor, { number: 'F1', items: [{ dueOn: '2026-02-01', open: '120.00' }] });
 *   invoice.items[0].id
 */
import type { Insertable } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { parseMoney } from '#core/money/money.ts';
import type { CompanyTable, MembershipTable } from '#server/companies/tables.ts';
import type { DebtorTable } from '#server/debtors/tables.ts';
import type { DocumentTable, DueItemTable } from '#server/open-items/tables.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { inside } from './tools.ts';

/** A company in live mode, in Brussels; and Rappel's own tools inside of it. */
export async function addCompany<T extends Tools>(
  tools: T,
  given: Partial<Insertable<CompanyTable>> = {},
): Promise<T & CompanyTools> {
  const id = newId();
  const company = {
    id,
    key: `company-${id.slice(-8)}`,
    name: 'Brasserie Lambert SA',
    country: 'BE',
    language: 'fr' as const,
    currency: 'EUR' as Currency,
    timeZone: 'Europe/Brussels',
    mode: 'live' as const,
    street: 'Rue du Moulin 12',
    postalCode: '1000',
    city: 'Bruxelles',
    vatNumber: 'BE0403019261',
    iban: 'BE68539007547034',
    mailFromName: 'Brasserie Lambert',
    mailFromAddress: 'comptabilite@lambert.example',
    ...given,
  };
  await tools.db.insertInto('company').values(company).execute();
  return { ...tools, ...inside(tools, company.id) };
}

/** A user without a password, who is a member: enough to act, not to sign in. */
export async function addMember(
  company: CompanyTools,
  role: MembershipTable['role'],
  given: { readonly name?: string; readonly email?: string } = {},
): Promise<string> {
  const id = newId();
  const user = { id, name: 'Odile Lambert', email: `${id}@lambert.example`, ...given };
  await company.db
    .insertInto('appUser')
    .values({ ...user, image: null })
    .execute();
  await company.db
    .insertInto('membership')
    .values({ companyId: company.companyId, userId: id, role, createdAt: company.clock.now() })
    .execute();
  return id;
}

export type AddedDebtor = { readonly id: string; readonly number: string };
let counter = 0;

export async function addDebtor(
  company: CompanyTools,
  given: Partial<Insertable<DebtorTable>> = {},
): Promise<AddedDebtor> {
  counter += 1;
  const debtor = {
    companyId: company.companyId,
    id: newId(),
    number: `D${String(counter).padStart(4, '0')}`,
    name: `Café ${counter}`,
    language: 'fr' as const,
    country: 'BE',
    street: 'Grand-Place 1',
    postalCode: '1000',
    city: 'Bruxelles',
    email: `cafe${counter}@example.org`,
    ...given,
  };
  await inCompany(company, (trx) => trx.insertInto('debtor').values(debtor).execute());
  return { id: debtor.id, number: debtor.number };
}

type GivenItem = Omit<Partial<Insertable<DueItemTable>>, 'dueOn'> & {
  /** An ISO day, as are all days of the builders. */
  readonly dueOn: string;
  /** A decimal amount; what is open, and by default what was asked at first. */
  readonly open: string;
  readonly amount?: string;
};
type GivenDocument = Omit<Partial<Insertable<DocumentTable>>, 'issuedOn'> & {
  readonly issuedOn?: string;
  readonly items: readonly GivenItem[];
};
export type AddedDocument = {
  readonly id: string;
  readonly number: string;
  readonly items: { readonly id: string }[];
};

/** A document with its due items. Credit notes and payments on account have negative amounts. */
export async function addDocument(
  company: CompanyTools,
  debtor: { readonly id: string },
  { items, issuedOn, ...given }: GivenDocument,
): Promise<AddedDocument> {
  counter += 1;
  const { companyId } = company;
  const currency = given.currency ?? 'EUR';
  const document = { id: newId(), companyId, debtorId: debtor.id, number: `F${counter}`, ...given, currency };
  const issued = Temporal.PlainDate.from(issuedOn ?? items[0]?.dueOn ?? '2026-01-15');
  const rows = items.map(({ dueOn, open, amount = open, ...rest }, index) => ({
    companyId,
    id: newId(),
    documentId: document.id,
    debtorId: debtor.id,
    position: index + 1,
    currency,
    dueOn: Temporal.PlainDate.from(dueOn),
    amountMinor: parseMoney(amount, currency).minor,
    openMinor: parseMoney(open, currency).minor,
    settledOn: parseMoney(open, currency).minor === 0n ? Temporal.PlainDate.from(dueOn) : null,
    importedOn: given.importedOn ?? issued,
    ...rest,
  }));
  await inCompany(company, async (trx) => {
    await trx
      .insertInto('document')
      .values({
        kind: 'invoice',
        source: 'test',
        amountMinor: rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
        importedOn: issued,
        issuedOn: issued,
        ...document,
      })
      .execute();
    if (rows.length > 0) await trx.insertInto('dueItem').values(rows).execute();
  });
  return { id: document.id, number: document.number, items: rows.map(({ id }) => ({ id })) };
}
