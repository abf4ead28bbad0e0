import type { TextStep } from '#core/dunning/text-steps.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { markText, removeText } from './queries.ts';
import { deliveredText } from './show-texts.ts';
import { tryWords } from './try-words.ts';
import { checkWords, type Words } from './words.ts';

type OneText = { readonly step: TextStep; readonly language: Language };

/**
 * Keeps a company's own words for a step, once every placeholder in them is known and they were filled for debtors of
 * every sort. @throws Refusal text_placeholder_unknown, text_unreadable, text_subject_empty, text_beyond_limits
 */
export async function saveText(tools: CompanyTools, { step, language, subject, body }: OneText & Words) {
  checkWords({ subject, body });
  tryWords({ subject, body });
  const { companyId, clock, actor } = tools;
  const text = { step, language, subject, body, updatedBy: actor, updatedAt: clock.now() };
  await inCompany(tools, async (trx) => {
    await markText(trx, companyId, text);
    await addTimelineEntries(trx, companyId, [
      { kind: 'text_changed', at: clock.now(), actor, facts: { step, language } },
    ]);
  });
  return { step, language, subject, body, own: true, updatedAt: text.updatedAt.toString() };
}

/** Back to the words that are delivered. Where there were no own ones, nothing changes. */
export async function resetText(tools: CompanyTools, { step, language }: OneText) {
  const { companyId, clock, actor } = tools;
  await inCompany(tools, async (trx) => {
    const { numDeletedRows } = await removeText(trx, companyId, step, language);
    if (numDeletedRows === 0n) return;
    await addTimelineEntries(trx, companyId, [
      { kind: 'text_changed', at: clock.now(), actor, facts: { step, language } },
    ]);
  });
  return deliveredText(step, language);
}
