import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { TEXT_STEPS } from '#core/dunning/text-steps.ts';
import { DEBTOR_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import { api, type client } from '#web/api.ts';
import { LanguageSelect } from '#web/parts/LanguageSelect.tsx';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { LawWords } from './LawWords.tsx';
import { LetterTabs } from './LetterTabs.tsx';
import { SampleView } from './SampleView.tsx';
import styles from './texts.module.css';

const TextsLook = z.object({
  step: z.enum(TEXT_STEPS).catch('level_1'),
  /** Empty: the company's own. */
  language: z.enum(['', ...LANGUAGES]).catch(''),
  tab: z.enum(['letter', 'mail']).catch('letter'),
  /** The debtors whose law the words of the sample follow. */
  kind: z.enum(DEBTOR_KINDS).catch('business'),
});

const listQuery = (company: string) => api.texts.list.queryOptions({ input: { company } });

type Text = Awaited<ReturnType<typeof client.texts.list>>[number];

/** The words of each step in each language, and the letter and mail they make. */
export function TextsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const { language: usual } = useCompany();
  const [look, setLook] = useView(TextsLook);
  const language = look.language || usual;
  const list = useQuery(listQuery(company));
  const text = list.data?.find((one) => one.step === look.step && one.language === language);
  return (
    <Page>
      <PageHeader title={t('texts.title')} lead={t('texts.lead')} />
      <LetterTabs current="texts" />
      <FieldRow>
        <Select
          label={t('texts.step')}
          value={look.step}
          allowDeselect={false}
          data={TEXT_STEPS.map((step) => ({ value: step, label: stepName(t, step) }))}
          onChange={(step) => setLook({ step: TextsLook.shape.step.parse(step) })}
        />
        <LanguageSelect
          label={t('texts.language')}
          value={language}
          onChange={(next) => setLook({ language: next })}
        />
      </FieldRow>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState kind="detail" />}
      {text && <TextEditor key={`${text.step} ${text.language}`} text={text} look={look} onLook={setLook} />}
    </Page>
  );
}

function stepName(t: ReturnType<typeof useTexts>, step: Text['step']): string {
  const level = /^level_(\d)$/.exec(step)?.[1];
  return level ? t('texts.level', { level: Number(level) }) : t(`texts.${step}` as TextKey);
}

type Look = z.infer<typeof TextsLook>;
type EditorProps = { text: Text; look: Look; onLook: (change: Partial<Look>) => void };

function TextEditor({ text, look: { tab, kind }, onLook }: EditorProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('owner');
  const [subject, setSubject] = useState(text.subject);
  const [body, setBody] = useState(text.body);
  const area = useRef<HTMLTextAreaElement>(null);
  // After a reset the words are others.
  useEffect(() => {
    setSubject(text.subject);
    setBody(text.body);
  }, [text.subject, text.body]);
  const [shown] = useDebouncedValue({ subject, body }, 350);
  const where = { company, step: text.step, language: text.language };
  const preview = useQuery(
    api.texts.preview.queryOptions({
      input: { ...where, ...shown, kind },
      placeholderData: (before) => before,
      retry: false,
    }),
  );
  const saved = { meta: { inline: true }, onSuccess: () => toastDone(t('act.saved')) };
  const save = useMutation(api.texts.save.mutationOptions(saved));
  const reset = useMutation(api.texts.reset.mutationOptions(saved));
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? body.length;
    setBody(`${body.slice(0, at)}{{ ${name} }}${body.slice(at)}`);
    area.current?.focus();
  };
  return (
    <div className={styles.columns}>
      <div>
        <Section
          title={t('texts.words')}
          actions={text.own ? <Tag tone="notice">{t('texts.own')}</Tag> : null}
        >
          <Form
            onSubmit={() => save.mutate({ ...where, subject, body })}
            busy={save.isPending}
            error={save.error ?? reset.error}
            closed={closed}
            wide
            actions={
              text.own && (
                <Button variant="default" disabled={Boolean(closed)} onClick={() => reset.mutate(where)}>
                  {t('texts.reset')}
                </Button>
              )
            }
          >
            <TextInput
              label={t('texts.subject')}
              value={subject}
              required
              onChange={(event) => setSubject(event.currentTarget.value)}
            />
            <Textarea
              ref={area}
              label={t('texts.body')}
              description={t('texts.bodyHint')}
              value={body}
              required
              autosize
              minRows={12}
              maxRows={28}
              onChange={(event) => setBody(event.currentTarget.value)}
            />
            <Placeholders language={text.language} onInsert={insert} />
          </Form>
        </Section>
        <LawWords mentions={preview.data?.mentions} kind={kind} onKind={(next) => onLook({ kind: next })} />
      </div>
      <SampleView preview={preview} tab={tab} onTab={(next) => onLook({ tab: next })} />
    </div>
  );
}

function Placeholders({
  language,
  onInsert,
}: {
  language: Text['language'];
  onInsert: (name: string) => void;
}) {
  const t = useTexts();
  const company = useCompanyKey();
  const list = useQuery(api.texts.placeholders.queryOptions({ input: { company, language } }));
  if (!list.data) return null;
  return (
    <fieldset className={styles.placeholders}>
      <legend>{t('texts.placeholders')}</legend>
      {list.data.map(({ name, example }) => (
        <Button
          key={name}
          variant="default"
          size="compact-xs"
          title={t('texts.placeholderExample', { example: example || '—' })}
          onClick={() => onInsert(name)}
        >
          {name}
        </Button>
      ))}
    </fieldset>
  );
}
