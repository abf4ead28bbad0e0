import type { ReadyPolicyKey } from '#core/dunning/ready-policies.ts';
import type { Language } from '#core/receivables/kinds.ts';
import de from '#i18n/de/screens.json' with { type: 'json' };
import en from '#i18n/en/screens.json' with { type: 'json' };
import fr from '#i18n/fr/screens.json' with { type: 'json' };
import nl from '#i18n/nl/screens.json' with { type: 'json' };

const SCREENS = { de, en, fr, nl };

/** What a ready-made policy is called in a company's language; the company may rename its copy. */
export function readyPolicyName(key: ReadyPolicyKey, language: Language): string {
  return SCREENS[language][`readyPolicy.${key}.name`];
}
