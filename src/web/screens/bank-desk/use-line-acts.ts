import { useMemo } from 'react';
import { client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { type Command, useCommands } from '#web/ui/commands.ts';
import type { DeskLook } from './desk-look.ts';
import {
  accountDraft,
  type DeskLine,
  type Draft,
  hasRest,
  type Match,
  type Plan,
  type Rest,
} from './draft.ts';
import { type DeskActs, settlementOf } from './use-desk-acts.ts';

type On = {
  line: DeskLine;
  look: DeskLook;
  acts: DeskActs;
  match: Match | undefined;
  draft: Draft;
  /** The draft is no longer the proposal as it stands. */
  isChanged: boolean;
  plan: Plan;
  onChange: (draft: Draft | null) => void;
  onPick: (rank: number) => void;
  onDialog: (dialog: 'split' | 'find' | 'later') => void;
};

/** Something that can be done with the line: by its button, its key or the palette, or why not. */
export type LineAct = {
  readonly id: 'settle' | 'split' | 'find' | 'discount' | 'writeOff' | 'onAccount' | 'notCustomer' | 'later';
  readonly label: string;
  readonly keys: string;
  readonly run: () => void;
  readonly closed: string | null;
  /** A way of settling that is switched on. */
  readonly isOn?: boolean;
};

/** What a line that is put off waits, unless a day is chosen. */
const LATER_DAYS = 3;

export function useLineActs(on: On): readonly LineAct[] {
  const t = useTexts();
  const whyNot = useWhyNot(on);
  const settle = useSettle(on);
  const { later, ignore } = useSetAside(on);
  const { draft, isChanged, match, onChange } = on;
  const restTo = (rest: Rest) => () =>
    onChange({
      ...draft,
      rows: draft.rows.map((row) => ({ ...row, rest: row.rest === rest ? 'open' : rest })),
    });
  const isAccount = draft.rows.length === 0 && draft.onAccount;
  const onAccount = () => {
    if (isAccount) onChange(null);
    else if (draft.onAccount || on.plan.left !== on.plan.onAccount)
      onChange({ ...draft, onAccount: !draft.onAccount });
    else onChange(accountDraft(match?.debtor ?? draft.debtor));
  };
  const acts: LineAct[] = [
    {
      id: 'settle',
      label: t(isChanged ? 'desk.settleSo' : 'desk.settle'),
      keys: 'enter',
      run: settle,
      closed: whyNot.settle,
    },
    { id: 'split', label: t('desk.split'), keys: 's', run: () => on.onDialog('split'), closed: whyNot.any },
    { id: 'find', label: t('desk.findItem'), keys: '/', run: () => on.onDialog('find'), closed: whyNot.any },
    {
      id: 'discount',
      label: t('desk.discount'),
      keys: 'd',
      run: restTo('discount'),
      closed: whyNot.rest,
      isOn: isAll(draft, 'discount'),
    },
    {
      id: 'writeOff',
      label: t('desk.writeOff'),
      keys: 'w',
      run: restTo('small_difference'),
      closed: whyNot.rest,
      isOn: isAll(draft, 'small_difference'),
    },
    {
      id: 'onAccount',
      label: t('desk.onAccount'),
      keys: 'o',
      run: onAccount,
      closed: whyNot.account,
      isOn: draft.onAccount && (draft.rows.length > 0 || isChanged),
    },
    { id: 'notCustomer', label: t('desk.notCustomer'), keys: 'n', run: ignore, closed: whyNot.aside },
    { id: 'later', label: t('desk.later'), keys: 'l', run: later, closed: whyNot.aside },
  ];
  useLineCommands(on, acts, whyNot.aside);
  return acts;
}

function isAll({ rows }: Draft, rest: Rest): boolean {
  const open = rows.filter((row) => hasRest({ rows: [row], beside: [], onAccount: false, debtor: null }));
  return open.length > 0 && open.every((row) => row.rest === rest);
}

/** The reasons, for who may not, for a line that is decided, and for what the proposal does not allow. */
function useWhyNot({ line, match, draft, isChanged, plan }: On) {
  const t = useTexts();
  const { locale } = useLanguage();
  const clerk = useClosedFor('clerk');
  return useMemo(() => {
    const told = (code: Parameters<typeof refusalSentence>[1]) =>
      refusalSentence({ t, locale }, code, { amount: line.amount });
    const pending = line.state === 'pending' ? told('bank_line_pending') : null;
    const over = line.state === 'settled' || line.state === 'ignored' ? t('desk.closed.decided') : null;
    const any = clerk ?? pending ?? over;
    const nothing = !match && !isChanged ? t('desk.closed.nothingFits') : null;
    const stale = match?.stale && !isChanged ? t('desk.closed.stale') : null;
    const obstacle = plan.obstacle && refusalSentence({ t, locale }, plan.obstacle.code, plan.obstacle.facts);
    const noRest = hasRest(draft) ? null : t('desk.closed.noRest');
    const noDebtor = match?.debtor || draft.debtor ? null : t('desk.closed.noDebtor');
    return {
      any,
      aside: any,
      settle: any ?? nothing ?? stale ?? obstacle,
      rest: any ?? nothing ?? noRest,
      account: any ?? noDebtor,
    };
  }, [t, locale, clerk, line, match, isChanged, plan, draft]);
}

function useSettle({ line, match, draft, isChanged, plan, acts }: On): () => void {
  const company = useCompanyKey();
  const { money } = useFormats();
  const who = line.counterparty ?? match?.debtor?.name ?? draft.debtor?.name ?? '';
  const facts = { who, amount: money({ amount: line.remaining, currency: line.currency }) };
  const leaves = acts.isOfDesk && plan.isWhole;
  return () => {
    if (isChanged || !match) {
      const send = (settlement: string) =>
        client.settlements.settle({ ...settlementOf(company, line, draft, plan), settlement });
      void acts.decide({ line, words: 'desk.did.settle', facts, leaves, send });
    } else {
      const send = (settlement: string) =>
        client.settlements.accept({ company, line: line.id, rank: match.rank, settlement });
      void acts.decide({ line, words: 'desk.did.settle', facts, leaves, send });
    }
  };
}

function useSetAside({ line, look, acts }: On) {
  const company = useCompanyKey();
  const { money, day } = useFormats();
  const { today } = useCompany();
  const until = Temporal.PlainDate.from(today).add({ days: LATER_DAYS }).toString();
  const facts = {
    who: line.counterparty ?? '',
    amount: money({ amount: line.amount, currency: line.currency }),
  };
  const leaves = acts.isOfDesk;
  return {
    ignore: () =>
      void acts.decide({
        line,
        words: 'desk.did.ignore',
        facts,
        leaves,
        send: (settlement) => client.settlements.ignore({ company, line: line.id, settlement }),
      }),
    later: () =>
      void acts.decide({
        line,
        words: 'desk.did.later',
        facts: { ...facts, until: day(until) },
        leaves: leaves && look.view !== 'later' && look.view !== 'pending',
        send: (settlement) => client.settlements.later({ company, line: line.id, until, settlement }),
      }),
  };
}

function useLineCommands(
  { line, onPick, onDialog }: On,
  acts: readonly LineAct[],
  closed: string | null,
): void {
  const t = useTexts();
  const group = t('desk.keys');
  const commands: Command[] = acts.map(({ isOn, id, ...act }) => ({ ...act, id: `desk.${id}`, group }));
  const picks = line.matches.map(
    ({ rank }): Command => ({
      id: `desk.pick${rank}`,
      label: t('desk.pick', { rank }),
      group,
      keys: String(rank),
      run: () => onPick(rank),
      keyOnly: true,
    }),
  );
  const laterOn: Command = {
    id: 'desk.laterOn',
    label: t('desk.laterOn'),
    group,
    keys: 'shift+l',
    run: () => onDialog('later'),
    closed,
  };
  useCommands([...commands, ...picks, laterOn]);
}
