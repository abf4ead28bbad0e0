import type { EditChange } from '#core/dunning/proposal.ts';
import type { EventFacts } from '#core/timeline/events.ts';

/** The facts of what a person changed on a proposal, as the timeline and the run's report tell it. */
export function editFacts(run: number, change: EditChange, document: string): EventFacts<'proposal_edited'> {
  const none = { value: '', channel: '', document, on: '' };
  return { run: String(run), change: change.kind, ...none, ...whatOf(change) };
}

function whatOf(change: EditChange): Partial<EventFacts<'proposal_edited'>> {
  if (change.kind === 'level' || change.kind === 'item_level') return { value: String(change.level) };
  if (change.kind === 'channel') return { channel: change.channel };
  if (change.kind === 'channels') return { channel: change.channels.join(',') };
  if (change.kind === 'recipient') return { value: [change.name, change.address].filter(Boolean).join(', ') };
  if (change.kind === 'words') return { value: change.subject ?? change.body?.slice(0, 80) ?? 'none' };
  if (change.kind === 'printed')
    return { value: change.printed === null ? 'proposed' : change.printed ? 'yes' : 'no' };
  return change.kind === 'dated' ? { on: change.on } : {};
}

/** The number of the document a change is about; '' where it is about the whole notice. */
export function documentOf(
  lines: readonly { readonly dueItemId: string; readonly documentNumber: string }[],
  change: EditChange,
): string {
  const item = 'dueItemId' in change ? change.dueItemId : null;
  return lines.find(({ dueItemId }) => dueItemId === item)?.documentNumber ?? '';
}
