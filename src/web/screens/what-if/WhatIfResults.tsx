import { useQuery } from '@tanstack/react-query';
import { comparePolicies } from '#core/dunning/compare-policies.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { PolicyChanges } from '#web/parts/policy-changes/PolicyChanges.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { Clashes } from './Clashes.tsx';
import { ContactsTable, LevelsTable, MostTable, SummaryTable } from './tables.tsx';
import { WeeksChart } from './WeeksChart.tsx';
import type { WhatIfResult, WhatIfShown } from './WhatIfScreen.tsx';
import styles from './what-if.module.css';

type Props = { whatIf: WhatIfShown; result: WhatIfResult };

/** The figures side by side: as tried, as the policy stands, and what really went. */
export function WhatIfResults({ whatIf, result }: Props) {
  const t = useTexts();
  return (
    <>
      <Section title={t('whatIf.changes')}>
        <TriedChanges whatIf={whatIf} />
      </Section>
      <Section title={t('whatIf.summary')} flush>
        <SummaryTable result={result} />
      </Section>
      <Section title={t('whatIf.clashes')}>
        <Clashes result={result} />
      </Section>
      <Section title={t('whatIf.byWeek')}>
        <WeeksChart result={result} whatIf={whatIf} />
      </Section>
      <div className={styles.columns}>
        <Section title={t('whatIf.byLevel')} flush>
          <LevelsTable result={result} />
        </Section>
        <Section title={t('whatIf.contacts')} flush>
          <ContactsTable result={result} />
        </Section>
      </div>
      {result.mostContacted.length > 0 && (
        <Section title={t('whatIf.most')} flush>
          <MostTable result={result} />
        </Section>
      )}
      <Section title={t('whatIf.basis')}>
        <Basis from={whatIf.from} result={result} />
      </Section>
    </>
  );
}

const versionQuery = (company: string, policy: string, version: number) =>
  api.policies.show.queryOptions({ input: { company, policy, version } });

/** What was tried, told by its difference to the version that was in force. */
function TriedChanges({ whatIf: { policy, body } }: { whatIf: WhatIfShown }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { currency } = useCompany();
  const { data } = useQuery(versionQuery(company, policy.id, policy.version));
  if (!data) return null;
  const changes = comparePolicies(data.body, body);
  if (changes.length === 0) return <p className="rp-muted">{t('whatIf.changes.none')}</p>;
  return <PolicyChanges changes={changes} label={t('whatIf.changes')} currency={currency} />;
}

function Basis({ from, result }: { from: string; result: WhatIfResult }) {
  const { knownFrom, debtors, items } = result;
  const t = useTexts();
  const { day } = useFormats();
  return (
    <ul className={styles.basis}>
      <li>{t('whatIf.looked', { debtors, items })}</li>
      <li>{t('whatIf.basis.open')}</li>
      {knownFrom && knownFrom > from && <li>{t('whatIf.basis.knownFrom', { day: day(knownFrom) })}</li>}
      <li>{t('whatIf.basis.people')}</li>
      <li>{t('whatIf.basis.runs')}</li>
      <li>{t('whatIf.basis.today')}</li>
    </ul>
  );
}
