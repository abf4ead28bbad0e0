import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { isRefusedWith } from '#web/errors.ts';
import { paths } from '#web/paths.ts';
import { sessionQuery } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Shell } from './AppShell.tsx';

export function PageLoading() {
  return (
    <Page>
      <LoadingState kind="page" />
    </Page>
  );
}

export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  if (isRefusedWith(error, 'company_unknown')) return <PageUnknown />;
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page kind="text">
      <ErrorState error={error} onRetry={retry} />
    </Page>
  );
}

/** An address that leads nowhere: inside the shell for who is signed in, alone on the page for others. */
export function PageUnknownAnywhere() {
  const { data: session } = useQuery(sessionQuery);
  if (session?.user) {
    return (
      <Shell>
        <PageUnknown />
      </Shell>
    );
  }
  return (
    <main id="main">
      <PageUnknown />
    </main>
  );
}

export function PageUnknown() {
  const t = useTexts();
  return (
    <Page kind="text">
      <PageHeader title={t('unknownPage.title')} />
      <EmptyState
        kind="nothingMatches"
        title={t('unknownPage.lead')}
        action={
          <Button component="a" href={paths.home()}>
            {t('unknownPage.home')}
          </Button>
        }
      >
        {t('unknownPage.hint')}
      </EmptyState>
    </Page>
  );
}
