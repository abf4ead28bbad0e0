import type { DebtorKind } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import type { Regime } from './regime.ts';
import { belgiumBusiness, belgiumConsumer, belgiumPublic } from './regimes/belgium.ts';
import { franceBusiness, franceConsumer, francePublic } from './regimes/france.ts';
import { germanyBusiness, germanyConsumer, germanyPublic } from './regimes/germany.ts';
import { luxembourgBusiness, luxembourgConsumer, luxembourgPublic } from './regimes/luxembourg.ts';
import { netherlandsBusiness, netherlandsConsumer, netherlandsPublic } from './regimes/netherlands.ts';
import {
  austriaCommercial,
  austriaConsumer,
  irelandCommercial,
  italyCommercial,
  portugalCommercial,
  spainCommercial,
  switzerlandAll,
  unitedKingdomCommercial,
} from './regimes/other-countries.ts';
import { UMOA, umoaBusiness } from './regimes/west-africa.ts';

/** Every regime Rappel knows. */
export const REGIMES: readonly Regime[] = [
  belgiumBusiness,
  belgiumConsumer,
  belgiumPublic,
  franceBusiness,
  franceConsumer,
  francePublic,
  netherlandsBusiness,
  netherlandsConsumer,
  netherlandsPublic,
  germanyBusiness,
  germanyConsumer,
  germanyPublic,
  luxembourgBusiness,
  luxembourgConsumer,
  luxembourgPublic,
  austriaCommercial,
  austriaConsumer,
  irelandCommercial,
  spainCommercial,
  italyCommercial,
  portugalCommercial,
  unitedKingdomCommercial,
  switzerlandAll,
  ...UMOA.map(umoaBusiness),
];

const BY_KEY: ReadonlyMap<string, Regime> = new Map(
  REGIMES.flatMap((regime) => regime.kinds.map((kind) => [`${regime.country}.${kind}`, regime] as const)),
);

/** The countries with rules, by their ISO codes. */
export const LAW_COUNTRIES: readonly string[] = [...new Set(REGIMES.map(({ country }) => country))];

/** The rules for a country and a kind of debtor, or null where none are known. UK is read as GB. */
export function findRegime(country: string, kind: DebtorKind): Regime | null {
  return BY_KEY.get(`${country === 'UK' ? 'GB' : country}.${kind}`) ?? null;
}

/** @throws Refusal law_unknown */
export function regimeFor(country: string, kind: DebtorKind): Regime {
  return findRegime(country, kind) ?? refuse('law_unknown', { country, kind });
}
