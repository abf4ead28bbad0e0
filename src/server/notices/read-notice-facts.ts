import { sql } from 'kysely';
import { textStepOf } from '#core/dunning/text-steps.ts';
import { mentionsOf } from '#core/lawfulness/mentions.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { ContactRole, Language } from '#core/receivables/kinds.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import { findFile } from '#server/files/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { lastBrokenPromise } from '#server/promises/standing.ts';
import { findLayout, listTexts } from '#server/texts/queries.ts';
import type { Words } from '#server/texts/words.ts';
import type { Reachable } from './addressees.ts';
import { composeNotice, type NoticeDebtor, type PaymentParticulars } from './compose-notice.ts';
import type { ContentCompany, ContentLayout, NoticeContent } from './notice-content.ts';

/** The company as its letters show it, its layout and its own words: read once for many notices. */
export type House = {
  readonly company: Awaited<ReturnType<typeof findCompany>>;
  readonly shown: ContentCompany;
  readonly layout: ContentLayout;
  readonly logo: Buffer | null;
  ownWords(step: string, language: Language): Words | null;
};

export async function readHouse(trx: Trx, companyId: string): Promise<House> {
  const company = await findCompany(trx, companyId);
  const layout = await readLayout(trx, companyId);
  const logo = layout.logo ? await findFile(trx, companyId, layout.logo.fileId) : undefined;
  const texts = await listTexts(trx, companyId);
  const own = new Map(
    texts.map(({ step, language, subject, body }) => [`${step} ${language}`, { subject, body }]),
  );
  return {
    company,
    shown: companyShown(company),
    layout,
    logo: logo?.bytes ?? null,
    ownWords: (step, language) => own.get(`${step} ${language}`) ?? null,
  };
}

/** The layout as it is, or as it is before anybody touched it. */
export async function readLayout(
  trx: Trx,
  companyId: string,
): Promise<ContentLayout & { logoName: string | null }> {
  const kept = await findLayout(trx, companyId);
  const logo =
    kept?.logoFileId && kept.logoSha256 && kept.logoMediaType
      ? { fileId: kept.logoFileId, sha256: kept.logoSha256, mediaType: kept.logoMediaType }
      : null;
  return {
    accent: kept?.accent ?? '#1f4e5f',
    addressWindow: kept?.addressWindow ?? 'right',
    foldMarks: kept?.foldMarks ?? true,
    font: kept?.font ?? 'source-sans-3',
    showQr: kept?.showQr ?? true,
    signature: kept?.signature ?? null,
    logo,
    logoName: kept?.logoName ?? null,
  };
}

/** Only what a letter may show: nothing secret of the company ever gets into a snapshot. */
export function companyShown(company: ContentCompany): ContentCompany {
  const { name, country, language, street, postalCode, city, vatNumber, enterpriseNumber } = company;
  const { iban, bic, phone, email, website, legalFooter } = company;
  return {
    ...{ name, country, language, street, postalCode, city, vatNumber, enterpriseNumber },
    ...{ iban, bic, phone, email, website, legalFooter },
  };
}

export type DebtorFacts = NoticeDebtor & Reachable & { readonly id: string };

/** The debtors with their contacts, in one statement. */
export async function listDebtorFacts(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, DebtorFacts>> {
  const { rows } = await sql<
    Omit<DebtorFacts, 'contacts' | 'brokenPromise'> & {
      promisedMinor: bigint | null;
      promisedCurrency: Currency;
      promisedOn: Temporal.PlainDate;
      contacts:
        | {
            role: ContactRole;
            name: string | null;
            email: string | null;
            fax: string | null;
            phone: string | null;
          }[]
        | null;
    }
  >`
    select d.id, d.number, d.name, d.country, d.street, d.postal_code, d.city, d.email, d.fax, d.phone,
      broken.amount_minor as promised_minor, broken.currency as promised_currency, broken.promised_on,
      (select json_agg(json_build_object('role', c.role, 'name', c.name, 'email', c.email, 'fax', c.fax, 'phone', c.phone) order by c.id)
       from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id) as contacts
    from debtor d
    left join lateral (${lastBrokenPromise}) broken on true
    where d.company_id = ${companyId} and d.id = any(${[...ids]}::uuid[])`.execute(trx);
  return new Map(
    rows.map(({ promisedMinor, promisedCurrency: currency, promisedOn, contacts, ...row }) => [
      row.id,
      {
        ...row,
        contacts: contacts ?? [],
        brokenPromise: promisedMinor === null ? null : { amountMinor: promisedMinor, currency, promisedOn },
      },
    ]),
  );
}

export type DocumentFacts = PaymentParticulars & { readonly fileId: string | null; readonly number: string };

export async function listDocumentFacts(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, DocumentFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('document')
    .select(['id', 'number', 'structuredReference', 'iban', 'fileId'])
    .where('companyId', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** Composes one proposal with what was read: preview and issue both come through here. */
export function contentOf(
  house: House,
  proposal: ReviewedProposal,
  number: number,
  facts: { debtor: DebtorFacts; documents: ReadonlyMap<string, PaymentParticulars> },
): NoticeContent {
  const { effective, terms } = proposal;
  const content = composeNotice({
    number,
    company: house.shown,
    layout: house.layout,
    debtor: facts.debtor,
    proposal: effective,
    ownWords: house.ownWords(textStepOf(effective.stepKind, effective.level), effective.language),
    documents: facts.documents,
    mentions: mentionsOf({ ...terms, proposal: effective }, terms.law),
  });
  const { law, kind, lawReason } = terms;
  return law && lawReason ? { ...content, law: { country: law.country, kind, reason: lawReason } } : content;
}
