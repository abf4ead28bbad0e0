import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { type DeskLine, type Draft, type Item, type Plan, paidFor, planOf, type Row } from './draft.ts';
import { FindItems } from './FindItems.tsx';
import { SplitRow } from './SplitRow.tsx';
import styles from './split.module.css';
import { type DeskActs, settlementOf } from './use-desk-acts.ts';

type Props = {
  /** 'split' begins at the amounts, 'find' at the search. */
  mode: 'split' | 'find' | null;
  line: DeskLine;
  start: Draft;
  limits: { smallDifferenceMax: string };
  acts: DeskActs;
  onClose: () => void;
};

/** Says by hand what a line pays: items of any debtor, each with its amount, and what becomes of the rest. */
export function SplitDrawer(props: Props) {
  const t = useTexts();
  return (
    <SideDrawer opened={props.mode !== null} onClose={props.onClose} title={t('desk.splitTitle')} size={640}>
      {props.mode && <SplitForm {...props} mode={props.mode} />}
    </SideDrawer>
  );
}

type FormProps = Props & { mode: 'split' | 'find' };

function SplitForm({ mode, line, start, limits, acts, onClose }: FormProps) {
  const t = useTexts();
  const { locale } = useLanguage();
  const clerk = useClosedFor('clerk');
  const { draft, setDraft, ...split } = useSplit(line, start);
  const plan = planOf(line, draft, limits);
  const { save, error } = useSave({ line, draft, plan, acts, onClose });
  const debtors = new Map(draft.rows.map(({ item }) => [item.debtor.id, item.debtor]));
  if (draft.debtor) debtors.set(draft.debtor.id, draft.debtor);
  const obstacle = plan.obstacle && refusalSentence({ t, locale }, plan.obstacle.code, plan.obstacle.facts);
  return (
    <Form act={t('desk.settleSo')} closed={clerk ?? obstacle} error={error} onSubmit={() => void save()} wide>
      <LineSum line={line} left={plan.left} />
      <div className={styles.splitRows}>
        {draft.rows.map((row, at) => (
          <SplitRow
            key={row.item.id}
            row={row}
            isFirst={at === 0 && mode === 'split'}
            line={line}
            onChange={split.setRow}
            onRemove={() => split.remove(row.item.id)}
          />
        ))}
      </div>
      <FindItems
        line={line}
        debtor={draft.debtor}
        taken={draft.rows.map(({ item }) => item.id)}
        isFirst={mode === 'find'}
        onPick={split.add}
        onDebtor={(debtor) => setDraft({ ...draft, debtor, onAccount: true })}
      />
      <Checkbox
        label={t('desk.restOnAccount')}
        checked={draft.onAccount}
        onChange={(event) => setDraft({ ...draft, onAccount: event.currentTarget.checked })}
      />
      {draft.onAccount && debtors.size > 0 && (
        <NativeSelect
          label={t('desk.accountOf')}
          value={draft.debtor?.id ?? ''}
          onChange={(event) => setDraft({ ...draft, debtor: debtors.get(event.currentTarget.value) ?? null })}
          data={[
            { value: '', label: t('desk.chooseDebtor') },
            ...[...debtors.values()].map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Form>
  );
}

/** The draft, and what can be done to its rows. */
function useSplit(line: DeskLine, start: Draft) {
  const [draft, setDraft] = useState(start);
  const { rows } = draft;
  const add = (item: Item) => {
    if (rows.some((row) => row.item.id === item.id)) return;
    const isForeign = item.currency !== line.currency;
    const row: Row = {
      item,
      paid: isForeign ? item.open : paidFor(line, item, rows),
      rest: 'open',
      ...(isForeign ? { money: '' } : {}),
    };
    setDraft({ ...draft, rows: [...rows, row], debtor: draft.debtor ?? item.debtor });
  };
  return {
    draft,
    setDraft,
    add,
    setRow: (row: Row) =>
      setDraft({ ...draft, rows: rows.map((one) => (one.item.id === row.item.id ? row : one)) }),
    remove: (id: string) => setDraft({ ...draft, rows: rows.filter(({ item }) => item.id !== id) }),
  };
}

type SaveOn = { line: DeskLine; draft: Draft; plan: Plan; acts: DeskActs; onClose: () => void };

function useSave({ line, draft, plan, acts, onClose }: SaveOn) {
  const { money } = useFormats();
  const company = useCompanyKey();
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    const amount = money({ amount: line.remaining, currency: line.currency });
    const send = (settlement: string) =>
      client.settlements.settle({ ...settlementOf(company, line, draft, plan), settlement });
    const facts = { who: line.counterparty ?? '', amount };
    const leaves = acts.isOfDesk && plan.isWhole;
    const refused = await acts.decide({
      line,
      words: 'desk.did.settle',
      facts,
      leaves,
      inForm: true,
      send,
    });
    setError(refused);
    if (!refused) onClose();
  };
  return { save, error };
}

function LineSum({ line, left }: { line: DeskLine; left: string }) {
  const t = useTexts();
  const { currency } = line;
  return (
    <div className={styles.splitHead}>
      <span>{line.counterparty ?? t('desk.nobody')}</span>
      <strong>
        <MoneyText money={{ amount: line.remaining, currency }} />
      </strong>
      <output className="rp-muted">
        {t('desk.left')} <MoneyText money={{ amount: left, currency }} />
      </output>
    </div>
  );
}
