import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import type { TextFacts, TextKey } from '#web/texts.ts';
import { toastError } from '#web/ui/toasts.tsx';
import type { DeskLook, SetLook } from './desk-look.ts';
import type { DeskLine, Draft, Plan } from './draft.ts';

/** What was just decided, so that it can be told and taken back. */
export type Done = {
  readonly settlement: string;
  readonly line: string;
  readonly words: TextKey;
  readonly facts: TextFacts;
};

type Decision = {
  readonly line: DeskLine;
  readonly words: TextKey;
  readonly facts: TextFacts;
  /** Whether it leaves the list that is looked at. */
  readonly leaves: boolean;
  /** Decided in a form, which stays as it is until the server agrees, and tells a refusal itself. */
  readonly inForm?: boolean;
  readonly send: (settlement: string) => Promise<unknown>;
};

/**
 * What a clerk decides about lines. The line goes at once and the next one stands there; where the server refuses (a
 * colleague was faster, something changed) it comes back, and the reason is told. Decisions of this sitting are taken
 * back one by one, the last first.
 */
export function useDeskActs(setLook: SetLook, look: DeskLook) {
  const company = useCompanyKey();
  const queryClient = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<readonly Done[]>([]);
  const [undone, setUndone] = useState(false);
  /** Decisions on their way, by their settlement: taking one back waits until it has arrived. */
  const sending = useRef(new Map<string, { line: string; sent: Promise<unknown> }>());
  const change = (line: string, isGone: boolean) =>
    setGone((before) => {
      const after = new Set(before);
      if (isGone) after.add(line);
      else after.delete(line);
      return after;
    });
  const forget = (settlements: readonly string[]) =>
    setDone((before) => before.filter(({ settlement }) => !settlements.includes(settlement)));

  /** @returns what was refused; null where it is done */
  const decide = async ({ line, words, facts, leaves, inForm, send }: Decision): Promise<unknown> => {
    if ([...sending.current.values()].some((one) => one.line === line.id)) return null;
    const settlement = crypto.randomUUID();
    const sent = send(settlement);
    sending.current.set(settlement, { line: line.id, sent });
    setUndone(false);
    if (!inForm) setDone((before) => [...before, { settlement, line: line.id, words, facts }]);
    if (leaves && !inForm) change(line.id, true);
    try {
      await sent;
      if (inForm) setDone((before) => [...before, { settlement, line: line.id, words, facts }]);
      if (leaves) change(line.id, true);
      return null;
    } catch (error) {
      forget([settlement]);
      change(line.id, false);
      if (!inForm) toastError(error);
      return error;
    } finally {
      sending.current.delete(settlement);
      void queryClient.invalidateQueries();
    }
  };

  const undoing = useMutation({
    mutationFn: async (settlements: string[]) => {
      await Promise.all(settlements.map((settlement) => sending.current.get(settlement)?.sent));
      return client.settlements.undo({ company, settlements });
    },
    onSuccess: ({ lines }, settlements) => {
      forget(settlements);
      for (const line of lines) change(line, false);
      setUndone(true);
      const [line] = lines;
      if (line && look.view === 'to_match') setLook({ line, page: look.page });
    },
  });
  return {
    gone,
    last: done.at(-1),
    count: done.length,
    undone,
    isUndoing: undoing.isPending,
    decide,
    undo: (settlements: string[]) => !undoing.isPending && undoing.mutate(settlements),
    isOfDesk: look.view !== 'settled' && look.view !== 'ignored' && look.view !== 'all',
  };
}
export type DeskActs = ReturnType<typeof useDeskActs>;

/** A draft as the API takes it. */
export function settlementOf(company: string, line: DeskLine, draft: Draft, plan: Plan) {
  return {
    company,
    line: line.id,
    parts: plan.parts.map(({ item, kind, amount, money }) => ({
      item: item?.id ?? null,
      kind,
      amount,
      money: money ?? null,
    })),
    debtor: draft.debtor?.id ?? null,
  };
}
