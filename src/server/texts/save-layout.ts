import type { z } from 'zod';
import type { LayoutInput } from '#contract/texts.ts';
import { refuse } from '#core/refusal.ts';
import { settingChanges, tellSettings } from '#server/companies/tell-settings.ts';
import { addFiles, fileOf } from '#server/files/queries.ts';
import { FONTS } from '#server/notices/letter-sheet.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findLayout, markLayout } from './queries.ts';
import { viewLayout } from './show-texts.ts';

type Layout = z.infer<typeof LayoutInput>;

export function saveLayout(tools: CompanyTools, layout: Layout) {
  const { accent, addressWindow, foldMarks, font, showQr, signature } = layout;
  return inCompany(tools, async (trx) => {
    const kept = { accent, addressWindow, foldMarks, font, showQr, signature: signature?.trim() || null };
    const before = await viewLayout(trx, tools.companyId);
    await markLayout(trx, tools.companyId, kept);
    const after = await viewLayout(trx, tools.companyId);
    await tellSettings(trx, tools, settingChanges(looksOf(before), looksOf(after)));
    return after;
  });
}

/** Keeps a logo, once its own bytes say what it is. @throws Refusal logo_unreadable */
export async function saveLogo(tools: CompanyTools, { logo }: { logo: File }) {
  const bytes = Buffer.from(await logo.arrayBuffer());
  const mediaType = pictureTypeOf(bytes) ?? refuse('logo_unreadable', { file: logo.name });
  const file = fileOf({ name: logo.name.replace(/\p{Cc}/gu, '').slice(0, 200), mediaType, bytes });
  return inCompany(tools, async (trx) => {
    await addFiles(trx, tools.companyId, [file]);
    const before = await findLayout(trx, tools.companyId);
    await markLayout(trx, tools.companyId, { logoFileId: file.id });
    await tellSettings(trx, tools, [
      { setting: 'logo', before: logoOf(before), after: `${file.name} ${file.sha256.slice(0, 8)}` },
    ]);
    return viewLayout(trx, tools.companyId);
  });
}

export function removeLogo(tools: CompanyTools) {
  return inCompany(tools, async (trx) => {
    const before = await findLayout(trx, tools.companyId);
    await markLayout(trx, tools.companyId, { logoFileId: null });
    await tellSettings(trx, tools, [{ setting: 'logo', before: logoOf(before), after: null }]);
    return viewLayout(trx, tools.companyId);
  });
}

function logoOf(layout: Awaited<ReturnType<typeof findLayout>>): string | null {
  return layout?.logoName ? `${layout.logoName} ${layout.logoSha256?.slice(0, 8)}` : null;
}

function looksOf(layout: Awaited<ReturnType<typeof viewLayout>>) {
  return {
    letterAccent: layout.accent,
    letterWindow: layout.addressWindow,
    letterFoldMarks: layout.foldMarks,
    letterFont: FONTS[layout.font],
    letterQr: layout.showQr,
    letterSignature: layout.signature,
  };
}

/** By its first bytes, whatever its name says. An SVG that could do more than draw is none. */
export function pictureTypeOf(bytes: Buffer): string | null {
  if (bytes.length > 1_000_000) return null;
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return 'image/png';
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  const text = bytes.toString('utf8');
  const draws = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(text);
  const does =
    /<([\w.-]+:)?(script|foreignObject)|<!DOCTYPE|<!ENTITY|\son\w+\s*=|(href|src)\s*=\s*["'](?!#|data:image\/(png|jpeg))/i;
  return draws && !does.test(text) ? 'image/svg+xml' : null;
}
