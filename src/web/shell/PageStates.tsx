import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { isRefusedWith } from '#web/errors.ts';
import { paths } from '#web/paths.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';

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

/** Outside of the shell, where nothing else is on the page. */
export function PageUnknownAlone() {
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
