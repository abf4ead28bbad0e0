import type { ReactNode } from 'react';
import { RunStateBadge } from '#web/parts/StateBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { PageHeader } from '#web/ui/Page.tsx';
import { RunReportMenu } from './RunReportMenu.tsx';
import type { Run } from './types.ts';

/** The head all of them share: which run, for which day, in which state. */
export function RunHeader({ run, actions }: { run: Run; actions?: ReactNode }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <PageHeader
      title={t('run.title', { number: run.number })}
      beside={<RunStateBadge state={run.state} />}
      breadcrumbs={[{ label: t('nav.runs'), href: paths.runs(company) }]}
      actions={
        <>
          {actions}
          <RunReportMenu run={run} />
        </>
      }
    />
  );
}
