/**
 * What can be told of a setting in the timeline, and how its value reads (i18n: `setting.<name>`). `yes_no`, `side` and
 * `bases` are codes with words of their own (`setting.value.<code>`); several stand with a comma between them.
 */
export const SETTINGS = {
  name: 'text',
  country: 'country',
  language: 'language',
  timeZone: 'text',
  street: 'text',
  postalCode: 'text',
  city: 'text',
  vatNumber: 'text',
  enterpriseNumber: 'text',
  iban: 'text',
  bic: 'text',
  phone: 'text',
  email: 'text',
  website: 'text',
  legalFooter: 'text',
  defaultTermsDays: 'text',
  promiseToleranceDays: 'text',
  ageingBounds: 'text',
  mailFromName: 'text',
  mailFromAddress: 'text',
  mailReplyTo: 'text',
  mailCopyTo: 'text',
  mailSubjectMark: 'yes_no',
  releaseDelaySeconds: 'text',
  mailServer: 'text',
  testMail: 'text',
  sentFolder: 'text',
  headMailTo: 'text',
  defaultPolicy: 'text',
  // Of before each of their parts was told by itself.
  settlementPolicy: 'text',
  generalTerms: 'text',
  letterLayout: 'text',
  matchingBases: 'bases',
  matchingSmallDifference: 'money',
  matchingBankCosts: 'money',
  matchingDiscounts: 'discounts',
  matchingPatience: 'text',
  termsClause: 'yes_no',
  termsYearlyPercent: 'percent',
  termsPenaltyPercent: 'percent',
  termsPenaltyLeast: 'money',
  termsPenaltyMost: 'money',
  termsSmall: 'yes_no',
  termsTakesOffVat: 'yes_no',
  termsGoods: 'text',
  letterAccent: 'text',
  letterWindow: 'side',
  letterFoldMarks: 'yes_no',
  letterFont: 'text',
  letterQr: 'yes_no',
  letterSignature: 'text',
  logo: 'text',
} as const satisfies Record<string, SettingKind>;

export type SettingKind =
  | 'text'
  | 'country'
  | 'language'
  | 'money'
  | 'percent'
  | 'yes_no'
  | 'side'
  | 'bases'
  | 'discounts';
export type Setting = keyof typeof SETTINGS;

/** A value to be put into words: a text, a fact of its own kind, or words of the catalogue one after the other. */
export type SettingValue =
  | { readonly as: 'text' | 'country' | 'language' | 'money'; readonly text: string }
  | {
      readonly as: 'words';
      readonly words: readonly { readonly key: string; readonly facts: Readonly<Record<string, string>> }[];
    };

/** How a value that was kept of a setting reads. What cannot be read, and a setting of another release, is text. */
export function settingValue(setting: string, kept: string): SettingValue {
  const kind: SettingKind = isSetting(setting) ? SETTINGS[setting] : 'text';
  if (kind === 'country' || kind === 'language' || kind === 'money') return { as: kind, text: kept };
  if (kind === 'percent') return words([{ key: 'percent', facts: { percent: kept } }]);
  if (kind === 'discounts') return discounts(kept);
  if (kind === 'text' || !kept.split(',').every((code) => CODES[kind].includes(code)))
    return { as: 'text', text: kept };
  return words(kept.split(',').map((code) => ({ key: `${kind}.${code}`, facts: {} })));
}

function isSetting(word: string): word is Setting {
  return Object.hasOwn(SETTINGS, word);
}

const CODES: Readonly<Record<'yes_no' | 'side' | 'bases', readonly string[]>> = {
  yes_no: ['yes', 'no'],
  side: ['left', 'right'],
  bases: ['reference', 'number', 'account', 'name', 'amount', 'rule', 'return'],
};

/** '2/10,3/8': two percent within ten days, three within eight. */
function discounts(kept: string): SettingValue {
  const found = kept.split(',').map((one) => /^(\d+(?:\.\d+)?)\/(\d+)$/.exec(one));
  if (found.some((one) => one === null)) return { as: 'text', text: kept };
  return words(
    found.map((one) => ({ key: 'discount', facts: { percent: one?.[1] ?? '', days: one?.[2] ?? '' } })),
  );
}

function words(list: readonly { key: string; facts: Record<string, string> }[]): SettingValue {
  return { as: 'words', words: list.map(({ key, facts }) => ({ key: `setting.value.${key}`, facts })) };
}
