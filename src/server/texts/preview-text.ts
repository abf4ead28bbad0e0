import type { z } from 'zod';
import type { LayoutInput } from '#contract/texts.ts';
import type { TextStep } from '#core/dunning/text-steps.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { DebtorKind, Language } from '#core/receivables/kinds.ts';
import { companyLaw } from '#server/dunning-runs/company-law.ts';
import { mailMessage } from '#server/notices/mail-message.ts';
import { letterName } from '#server/notices/make-mail.ts';
import { letterPages, printLetter } from '#server/notices/print-letter.ts';
import { readHouse } from '#server/notices/read-notice-facts.ts';
import { sampleFacts, sampleNotice } from '#server/notices/sample-notice.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readRateBook } from '#server/rates/queries.ts';
import { findCreditorTerms } from '#server/terms/queries.ts';
import { deliveredWords, PLACEHOLDERS, type WordFacts } from './words.ts';

type Given = {
  readonly step: TextStep;
  readonly language: Language;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly layout?: z.infer<typeof LayoutInput> | undefined;
  /** The debtors whose law the sample follows. */
  readonly kind?: DebtorKind | undefined;
};

/** Words and layout, saved or not, on an invented debtor: made by the same functions as what is sent. */
export async function previewText(tools: CompanyTools, given: Given) {
  const { content, logo } = await readSample(tools, given);
  const { text, html, subject } = mailMessage(content, { meantFor: [], withInvoices: false, logoName: null });
  const mentions = (content.mentions ?? []).map(({ title, lines }) => ({ title, lines: [...lines] }));
  // What is said on the telephone is neither letter nor mail.
  if (content.stepKind === 'call')
    return { subject, text: content.words.plain, html: '', pages: [], mentions };
  return { subject, text, html, pages: await letterPages(content, logo), mentions };
}

export async function previewTextLetter(tools: CompanyTools, given: Given): Promise<File> {
  const { content, logo } = await readSample(tools, given);
  const bytes = await printLetter(content, logo);
  return new File([new Uint8Array(bytes)], letterName(content), { type: 'application/pdf' });
}

/** Every placeholder with what it reads for the invented debtor. */
export function showPlaceholders(tools: CompanyTools, { language }: { language: Language }) {
  return inCompany(tools, async (trx) => {
    const { shown, layout, company } = await readHouse(trx, tools.companyId);
    const today = tools.clock.today(company.timeZone);
    const facts = sampleFacts({ company: shown, layout, step: 'level_3', language, words: null, today });
    return PLACEHOLDERS.map((name) => ({ name, example: exampleOf(facts, name) }));
  });
}

function exampleOf(facts: WordFacts, name: string): string {
  let found: unknown = facts;
  for (const part of name.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
  return found === undefined ? '' : String(found);
}

async function readLaw(trx: Trx, companyId: string, country: string): Promise<CompanyLaw> {
  const rates = await readRateBook(trx, companyId);
  return companyLaw(country, rates, await findCreditorTerms(trx, companyId));
}

function readSample(tools: CompanyTools, { step, language, subject, body, layout, kind }: Given) {
  return inCompany(tools, async (trx) => {
    const house = await readHouse(trx, tools.companyId);
    const kept = house.ownWords(step, language) ?? deliveredWords(step, language);
    const content = sampleNotice({
      company: house.shown,
      layout: layout ? { ...layout, logo: house.layout.logo } : house.layout,
      step,
      language,
      words: { subject: subject ?? kept.subject, body: body ?? kept.body },
      today: tools.clock.today(house.company.timeZone),
      ...(kind && { law: { kind, company: await readLaw(trx, tools.companyId, house.company.country) } }),
    });
    return { content, logo: house.logo };
  });
}
