import { Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { StatementView } from '#contract/bank-statements.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Statement = z.output<typeof StatementView>;
type Props = { statement: Statement; opened: boolean; onClose: () => void };

/** Takes a statement in against its own sums: both are said, and why it is done stays on record. */
export function OverrideDrawer({ statement, opened, onClose }: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('statement.override')}>
      {opened && <OverrideForm statement={statement} onDone={onClose} />}
    </SideDrawer>
  );
}

function OverrideForm({ statement, onDone }: { statement: Statement; onDone: () => void }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const [reason, setReason] = useState('');
  const override = useMutation(
    api.bankStatements.overrideStatement.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ added }) => {
        toastDone(t('statement.overrideDone', { lines: added }));
        onDone();
      },
    }),
  );
  const { problem } = statement;
  return (
    <Form
      act={t('statement.overrideAct')}
      busy={override.isPending}
      error={override.error}
      closed={closed}
      onSubmit={() => override.mutate({ company, statementId: statement.id, reason: reason.trim() })}
    >
      {problem && <Note tone="bad">{refusalSentence({ t, locale }, problem.code, problem.facts)}</Note>}
      <Textarea
        label={t('statement.reason')}
        description={t('statement.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
        minLength={3}
        maxLength={500}
        autosize
        minRows={3}
        data-autofocus
      />
    </Form>
  );
}
