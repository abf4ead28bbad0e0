import { Button, ColorInput, FileButton, SegmentedControl, Select, Switch, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { LAYOUT_FONTS } from '#contract/texts.ts';
import { api, type client } from '#web/api.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { LetterTabs } from './LetterTabs.tsx';
import { SampleView } from './SampleView.tsx';
import styles from './texts.module.css';

const LayoutLook = z.object({ tab: z.enum(['letter', 'mail']).catch('letter') });

type Layout = Awaited<ReturnType<typeof client.texts.layout>>;

/** How letters and mails look: logo, colour, window, type; with the sheet beside it. */
export function LayoutScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const layout = useQuery(api.texts.layout.queryOptions({ input: { company } }));
  return (
    <Page>
      <PageHeader title={t('texts.title')} lead={t('layout.lead')} />
      <LetterTabs current="layout" />
      {layout.error && <ErrorState error={layout.error} onRetry={() => void layout.refetch()} />}
      {layout.isPending && <LoadingState kind="detail" />}
      {layout.data && <LayoutEditor layout={layout.data} />}
    </Page>
  );
}

function LayoutEditor({ layout }: { layout: Layout }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { language } = useCompany();
  const closed = useClosedFor('owner');
  const [look, setLook] = useView(LayoutLook);
  const { logo, ...given } = layout;
  const [draft, setDraft] = useState(given);
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const [shown] = useDebouncedValue(draft, 250);
  const preview = useQuery(
    api.texts.preview.queryOptions({
      // The logo is no part of the draft: naming it fetches the sheet again once it is another.
      queryKey: ['layout preview', company, shown, logo?.fileId],
      input: { company, step: 'level_3', language, layout: shown },
      placeholderData: (before) => before,
      retry: false,
    }),
  );
  const save = useMutation(
    api.texts.saveLayout.mutationOptions({
      meta: { inline: true },
      onSuccess: () => toastDone(t('act.saved')),
    }),
  );
  return (
    <div className={styles.columns}>
      <Section title={t('layout.looks')}>
        <LogoField logo={logo} closed={closed} />
        <Form
          onSubmit={() => save.mutate({ company, ...draft })}
          busy={save.isPending}
          error={save.error}
          closed={closed}
          wide
        >
          <ColorInput
            label={t('layout.accent')}
            description={t('layout.accentHint')}
            value={draft.accent}
            eyeDropperButtonProps={{ 'aria-label': t('layout.pickColour') }}
            swatches={['#1f4e5f', '#1d3557', '#2f5d3a', '#8a2b2b', '#5b3a7d', '#7a4a12', '#1c2430']}
            onChange={(accent) => /^#[0-9a-f]{6}$/i.test(accent) && set({ accent })}
          />
          <Window value={draft.addressWindow} onChange={(addressWindow) => set({ addressWindow })} />
          <Select
            label={t('layout.font')}
            value={draft.font}
            allowDeselect={false}
            data={LAYOUT_FONTS.map((font) => ({ value: font, label: FONT_NAMES[font] }))}
            onChange={(font) => set({ font: LAYOUT_FONTS.find((one) => one === font) ?? draft.font })}
          />
          <Switch
            label={t('layout.foldMarks')}
            checked={draft.foldMarks}
            onChange={(event) => set({ foldMarks: event.currentTarget.checked })}
          />
          <Switch
            label={t('layout.showQr')}
            description={t('layout.showQrHint')}
            checked={draft.showQr}
            onChange={(event) => set({ showQr: event.currentTarget.checked })}
          />
          <Textarea
            label={t('layout.signature')}
            description={t('layout.signatureHint')}
            autosize
            minRows={2}
            maxLength={500}
            value={draft.signature ?? ''}
            onChange={(event) => set({ signature: event.currentTarget.value || null })}
          />
        </Form>
      </Section>
      <SampleView preview={preview} tab={look.tab} onTab={(tab) => setLook({ tab })} />
    </div>
  );
}

const FONT_NAMES = { 'source-sans-3': 'Source Sans 3', 'noto-sans': 'Noto Sans' } as const;

type WindowProps = { value: Layout['addressWindow']; onChange: (value: Layout['addressWindow']) => void };

function Window({ value, onChange }: WindowProps) {
  const t = useTexts();
  return (
    <div>
      <p id="address-window" className={styles.subject}>
        {t('layout.window')}
      </p>
      <SegmentedControl
        aria-labelledby="address-window"
        value={value}
        onChange={(next) => onChange(next === 'left' ? 'left' : 'right')}
        data={[
          { value: 'left', label: t('layout.window.left') },
          { value: 'right', label: t('layout.window.right') },
        ]}
      />
    </div>
  );
}

function LogoField({ logo, closed }: { logo: Layout['logo']; closed: string | null }) {
  const t = useTexts();
  const company = useCompanyKey();
  const said = { onSuccess: () => toastDone(t('act.saved')) };
  const save = useMutation(api.texts.saveLogo.mutationOptions(said));
  const remove = useMutation(api.texts.removeLogo.mutationOptions(said));
  return (
    <div className={styles.logoRow}>
      {logo && (
        <img
          className={styles.logo}
          src={`/api/companies/${encodeURIComponent(company)}/layout/logo?v=${logo.fileId}`}
          alt={t('layout.logoAlt', { file: logo.name })}
        />
      )}
      <FileButton
        accept="image/png,image/jpeg,image/svg+xml"
        onChange={(file) => file && save.mutate({ company, logo: file })}
      >
        {(props) => (
          <Button {...props} variant="default" loading={save.isPending} disabled={Boolean(closed)}>
            {logo ? t('layout.logoReplace') : t('layout.logoAdd')}
          </Button>
        )}
      </FileButton>
      {logo && (
        <Button variant="subtle" disabled={Boolean(closed)} onClick={() => remove.mutate({ company })}>
          {t('layout.logoRemove')}
        </Button>
      )}
      <p className="rp-muted">{t('layout.logoHint')}</p>
    </div>
  );
}
