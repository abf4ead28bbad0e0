import { NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { CALL_RESULTS, type CallResult, TASK_KINDS } from '#core/receivables/tasks.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { DayText } from './DayText.tsx';
import { useAnswerWords } from './doubts/answer-words.ts';
import styles from './parts.module.css';

type Task = {
  readonly id: string;
  readonly kind: string;
  readonly dueOn: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** What a task is called, and what whoever wrote it said. */
export function useTaskTitle(): (task: Pick<Task, 'kind' | 'facts'>) => string {
  const t = useTexts();
  const { money } = useFormats();
  const wordsOf = useAnswerWords();
  return ({ kind, facts }) => {
    const known = TASK_KINDS.find((one) => one === kind) ?? 'other';
    if (facts.code) {
      const channel = facts.channel ? t(`channel.${facts.channel}` as TextKey) : '';
      const [amount = '', currency] = (facts.total ?? '').split(' ');
      const total = currency ? money({ amount, currency }) : '';
      return t(`task.said.${wordedAs(facts)}` as TextKey, { ...facts, channel, total });
    }
    if (facts.text) return facts.text;
    const task = t(`task.${known}`);
    return facts.answer ? t('task.heard', { task, answer: wordsOf(facts.answer) }) : task;
  };
}

/** Where nobody wrote what to do, or no number is known, the sentence does without. */
function wordedAs({ code, text, phone }: Task['facts']): string {
  if (code === 'step_task' && !text) return 'step_task_plain';
  if (code === 'step_call' && !phone) return 'step_call_numberless';
  return code ?? '';
}

/** The tasks about one debtor, each with the button that ticks it off. */
export function TaskLines({ tasks }: { tasks: readonly Task[] }) {
  const t = useTexts();
  const titleOf = useTaskTitle();
  const closed = useClosedFor('clerk');
  const [doing, setDoing] = useState<TaskToDo | null>(null);
  return (
    <>
      <ul className={styles.tasks}>
        {tasks.map((task) => (
          <li key={task.id}>
            <span>{titleOf(task)}</span>
            <span className="rp-muted">
              <DayText day={task.dueOn} />
            </span>
            <ReasonButton size="compact-sm" variant="default" closed={closed} onClick={() => setDoing(task)}>
              {t('task.done')}
            </ReasonButton>
          </li>
        ))}
      </ul>
      <DoneDrawer task={doing} onClose={() => setDoing(null)} />
    </>
  );
}

export type TaskToDo = Pick<Task, 'id' | 'kind' | 'facts'>;

/** Ticks a task off, with what came of it. */
export function DoneDrawer({ task, onClose }: { task: TaskToDo | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <SideDrawer opened={task !== null} onClose={onClose} title={t('task.doneTitle')}>
      {task !== null && <DoneForm task={task} onDone={onClose} />}
    </SideDrawer>
  );
}

function DoneForm({ task, onDone }: { task: TaskToDo; onDone: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [outcome, setOutcome] = useState('');
  const [result, setResult] = useState<CallResult>('reached');
  const isCall = task.kind === 'call';
  const complete = useMutation(
    api.worklist.completeTask.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        toastDone(t('task.wasDone'));
        onDone();
      },
    }),
  );
  return (
    <Form
      act={t('task.doneAct')}
      busy={complete.isPending}
      error={complete.error}
      onSubmit={() => complete.mutate({ company, task: task.id, outcome, ...(isCall ? { result } : {}) })}
    >
      {isCall && <CallFields facts={task.facts} result={result} onResult={setResult} />}
      <Textarea
        label={t('task.outcome')}
        description={t('task.outcomeHint')}
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value)}
        autosize
        minRows={3}
        maxLength={1000}
        data-autofocus
      />
    </Form>
  );
}

type CallProps = {
  facts: Task['facts'];
  result: CallResult;
  onResult: (result: CallResult) => void;
};

/** Whom to ring, what to say, and what came of it. */
function CallFields({ facts, result, onResult }: CallProps) {
  const t = useTexts();
  const { contact, phone, script } = facts;
  return (
    <>
      {(contact || phone) && (
        <p>
          <strong>{contact}</strong> {phone && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>}
        </p>
      )}
      {script && <p className={styles.script}>{script}</p>}
      <NativeSelect
        label={t('call.result')}
        description={t('call.resultHint')}
        value={result}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onResult(CALL_RESULTS.find((one) => one === value) ?? 'reached');
        }}
        data={CALL_RESULTS.map((one) => ({ value: one, label: t(`call.result.${one}`) }))}
      />
    </>
  );
}
