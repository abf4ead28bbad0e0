import { useFormats } from '#web/formats.ts';
import { type TextKey, useTexts } from '#web/texts.ts';

export type LawNoteShown = { readonly code: string; readonly facts: Readonly<Record<string, string>> };

/** What to know about interest and costs asked by law: conditions first, then what a lawyer should confirm. */
export function LawNotes({ notes }: { notes: readonly LawNoteShown[] }) {
  const t = useTexts();
  const { day, list } = useFormats();
  if (notes.length === 0) return null;
  const told = (fact: string) => {
    const days = fact.split(', ');
    return days.every((each) => /^\d{4}-\d{2}-\d{2}$/.test(each)) ? list(days.map(day)) : fact;
  };
  return (
    <ul className="rp-muted">
      {notes.map(({ code, facts }) => {
        const shown = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, told(fact)]));
        return <li key={`${code} ${JSON.stringify(facts)}`}>{t(`law.note.${code}` as TextKey, shown)}</li>;
      })}
    </ul>
  );
}
