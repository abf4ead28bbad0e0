import type { z } from 'zod';
import { LAYOUT_FONTS, type LayoutView, type TextView } from '#contract/texts.ts';
import { TEXT_STEPS, type TextStep } from '#core/dunning/text-steps.ts';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { findFile } from '#server/files/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findLayout, listTexts } from './queries.ts';
import { deliveredWords } from './words.ts';

type Text = z.infer<typeof TextView>;

/** Every step in every language: the company's own words, or those that are delivered. */
export function showTexts(tools: CompanyTools): Promise<Text[]> {
  return inCompany(tools, async (trx) => {
    const own = await listTexts(trx, tools.companyId);
    return TEXT_STEPS.flatMap((step) =>
      LANGUAGES.map((language) => {
        const kept = own.find((text) => text.step === step && text.language === language);
        return kept
          ? {
              step,
              language,
              subject: kept.subject,
              body: kept.body,
              own: true,
              updatedAt: kept.updatedAt.toString(),
            }
          : deliveredText(step, language);
      }),
    );
  });
}

export function deliveredText(step: TextStep, language: Language): Text {
  return { step, language, ...deliveredWords(step, language), own: false, updatedAt: null };
}

export function showLayout(tools: CompanyTools): Promise<z.infer<typeof LayoutView>> {
  return inCompany(tools, (trx) => viewLayout(trx, tools.companyId));
}

export async function viewLayout(trx: Trx, companyId: string): Promise<z.infer<typeof LayoutView>> {
  const kept = await findLayout(trx, companyId);
  const logo = kept?.logoFileId && kept.logoName ? { fileId: kept.logoFileId, name: kept.logoName } : null;
  return {
    accent: kept?.accent ?? '#1f4e5f',
    addressWindow: kept?.addressWindow ?? 'right',
    foldMarks: kept?.foldMarks ?? true,
    font: LAYOUT_FONTS.find((font) => font === kept?.font) ?? 'source-sans-3',
    showQr: kept?.showQr ?? true,
    signature: kept?.signature ?? null,
    logo,
  };
}

/** @throws Refusal logo_missing */
export function openLogo(tools: CompanyTools): Promise<File> {
  return inCompany(tools, async (trx) => {
    const { logo } = await viewLayout(trx, tools.companyId);
    const file = logo ? await findFile(trx, tools.companyId, logo.fileId) : undefined;
    if (!file) return refuse('logo_missing', {});
    return new File([new Uint8Array(file.bytes)], file.name, { type: file.mediaType });
  });
}
