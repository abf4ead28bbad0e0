import { implement } from '@orpc/server';
import { texts } from '#contract/texts.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { previewText, previewTextLetter, showPlaceholders } from './preview-text.ts';
import { removeLogo, saveLayout, saveLogo } from './save-layout.ts';
import { resetText, saveText } from './save-text.ts';
import { openLogo, showLayout, showTexts } from './show-texts.ts';

const on = implement(texts).$context<RequestTools>().use(enterCompany);

export const textRoutes = on.router({
  list: on.list.handler(({ context }) => showTexts(context)),
  placeholders: on.placeholders.handler(({ context, input }) => showPlaceholders(context, input)),
  save: on.save.handler(({ context, input }) => saveText(context, input)),
  reset: on.reset.handler(({ context, input }) => resetText(context, input)),
  preview: on.preview.handler(({ context, input }) => previewText(context, input)),
  previewLetter: on.previewLetter.handler(({ context, input }) => previewTextLetter(context, input)),
  layout: on.layout.handler(({ context }) => showLayout(context)),
  saveLayout: on.saveLayout.handler(({ context, input }) => saveLayout(context, input)),
  saveLogo: on.saveLogo.handler(({ context, input }) => saveLogo(context, input)),
  removeLogo: on.removeLogo.handler(({ context }) => removeLogo(context)),
  logo: on.logo.handler(({ context }) => openLogo(context)),
});
