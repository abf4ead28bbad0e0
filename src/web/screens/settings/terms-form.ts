import type { TermsShown } from './TermsScreen.tsx';

/** The form mirrors the screen: a field is a text, never null. */
export type TermsFormValues = {
  hasClause: boolean;
  yearlyPercent: string;
  penaltyPercent: string;
  penaltyLeast: string;
  penaltyMost: string;
  isSmall: boolean;
  takesOffVat: boolean;
  goods: string;
};

export function termsFormOf({ hasClause, yearlyPercent, penalty, ...terms }: TermsShown): TermsFormValues {
  return {
    hasClause,
    yearlyPercent: yearlyPercent ?? '',
    penaltyPercent: penalty?.percent ?? '',
    penaltyLeast: penalty?.least ?? '',
    penaltyMost: penalty?.most ?? '',
    isSmall: terms.isSmall,
    takesOffVat: terms.takesOffVat,
    goods: terms.goods ?? '',
  };
}

/** The form turned into the request: an empty field is nothing, and without a clause nothing is agreed. */
export function termsWanted(values: TermsFormValues) {
  const { hasClause, isSmall, takesOffVat } = values;
  const percent = values.penaltyPercent.trim().replace(',', '.');
  const penalty =
    hasClause && percent
      ? { percent, least: values.penaltyLeast || '0', most: values.penaltyMost || null }
      : null;
  return {
    hasClause,
    yearlyPercent: (hasClause && values.yearlyPercent.trim().replace(',', '.')) || null,
    penalty,
    isSmall,
    takesOffVat,
    goods: values.goods.trim() || null,
  };
}
