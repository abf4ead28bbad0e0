import { isoDay } from '#core/calendar/epoch-days.ts';
import { rateText } from '#core/interest/percent.ts';
import type { Mention } from '#core/lawfulness/mentions.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { label } from '#server/texts/words.ts';
import type { Figures } from './figures.ts';
import type { ContentCompany, ContentMention } from './notice-content.ts';

type Around = {
  readonly company: ContentCompany;
  readonly language: Language;
  readonly currency: Currency;
  readonly figures: Figures;
};

/** What a fact reads where there is none: the sentences choose by it. */
const NONE = 'none';

/** A mention in the debtor's language, with its figures. */
export function sayMention(mention: Mention, around: Around): ContentMention {
  const { language } = around;
  const said = label(language, `mention.${mention.key}.text`, factsOf(mention, around));
  return {
    key: mention.key,
    title: label(language, `mention.${mention.key}.title`),
    lines: said.split('\n').filter((line) => line.trim() !== ''),
  };
}

function factsOf(mention: Mention, { company, language, currency, figures }: Around): Record<string, string> {
  const { article, open, costs, withVat, period, rate, articles, agreed, goods } = mention;
  const contact = [company.email, company.phone].filter(Boolean).join(', ');
  const day = (epochDay: number) => figures.longDay(Temporal.PlainDate.from(isoDay(epochDay)));
  return {
    article,
    company: company.name,
    enterprise: company.enterpriseNumber ?? company.vatNumber ?? '',
    contact: contact || NONE,
    goods: goods ?? label(language, 'mention.goods'),
    open: figures.money(open, currency),
    costs: costs > 0n ? figures.money(costs, currency) : NONE,
    vat: withVat ? 'yes' : 'no',
    from: period ? day(period.from) : '',
    until: period ? day(period.until) : '',
    rate: rate === null ? NONE : figures.percent(rateText(rate)),
    articles: articles.length > 0 ? figures.list(articles) : NONE,
    agreed: agreed ? 'yes' : 'no',
  };
}
