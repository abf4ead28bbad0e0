import { Button, SegmentedControl, Select, Textarea, TextInput, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { chooseMachineLanguage } from '#web/machine-language.ts';
import { languageInItself } from '#web/notation.ts';
import { useLanguage, useTexts } from '#web/texts.ts';
import { ActionMenu } from './ActionMenu.tsx';
import { AmountField } from './AmountField.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { DayField } from './DayField.tsx';
import { FilterBar } from './FilterBar.tsx';
import { FieldRow } from './Form.tsx';
import { GalleryTable } from './GalleryTable.tsx';
import { KeyHint } from './KeyHint.tsx';
import { Note } from './Note.tsx';
import { FactList, Page, PageHeader, Section } from './Page.tsx';
import { PageTabs } from './PageTabs.tsx';
import { ProgressPanel } from './ProgressPanel.tsx';
import { ReasonButton } from './ReasonButton.tsx';
import { SegmentedBar } from './SegmentedBar.tsx';
import { SideDrawer } from './SideDrawer.tsx';
import { EmptyState, ErrorState, LoadingState } from './States.tsx';
import { StatTile, StatTiles } from './StatTile.tsx';
import { Tag } from './Tag.tsx';
import { toastDone, toastError } from './toasts.tsx';
import { TONE_NAMES } from './tokens.ts';

/** Every widget in every state, for the eye and for the tests that photograph it. Its sample words are data. */
export function Gallery() {
  return (
    <Page>
      <main>
        <PageHeader title="Gallery" lead="Every widget of the kit, in every state." actions={<Scheme />} />
      </main>
      <Colours />
      <Figures />
      <Section title="A list" flush>
        <GalleryTable />
      </Section>
      <Buttons />
      <Fields />
      <Messages />
      <States />
    </Page>
  );
}

function Scheme() {
  const { setColorScheme } = useMantineColorScheme();
  const { language } = useLanguage();
  return (
    <>
      <Select
        aria-label="Language"
        w={150}
        value={language}
        data={LANGUAGES.map((each) => ({ value: each, label: languageInItself(each) }))}
        onChange={(wanted) => {
          const chosen = LANGUAGES.find((each) => each === wanted);
          if (chosen) chooseMachineLanguage(chosen);
        }}
      />
      <SegmentedControl
        aria-label="Scheme"
        data={['light', 'dark', 'auto']}
        defaultValue="auto"
        onChange={(scheme) => setColorScheme(scheme === 'light' || scheme === 'dark' ? scheme : 'auto')}
      />
    </>
  );
}

function Colours() {
  return (
    <Section title="Tones">
      <FactList
        facts={TONE_NAMES.map((tone) => ({
          name: tone,
          value: <Tag tone={tone}>Level 2, three days late</Tag>,
        }))}
      />
    </Section>
  );
}

function Figures() {
  const segments = [
    { id: 'a', label: 'Not due', share: 62, figure: '€62,000.00', tone: 'info' },
    { id: 'b', label: '1–30 days', share: 20, figure: '€20,000.00', tone: 'notice' },
    { id: 'c', label: '31–60 days', share: 10, figure: '€10,000.00', tone: 'warn' },
    { id: 'd', label: 'Over 60 days', share: 8, figure: '€8,000.00', tone: 'bad' },
  ] as const;
  return (
    <Section title="Figures">
      <StatTiles label="Balance by age">
        {segments.map((segment) => (
          <StatTile
            key={segment.id}
            label={segment.label}
            value={segment.figure}
            beside={`${segment.share} items`}
            tone={segment.tone}
            href="#figures"
            isCurrent={segment.id === 'b'}
          />
        ))}
      </StatTiles>
      <div style={{ marginTop: 16 }}>
        <SegmentedBar label="Balance by age" segments={segments} />
      </div>
      <div style={{ marginTop: 16 }}>
        <ProgressPanel
          title="Sending run 12"
          done={3412}
          total={10_000}
          perMinute={412}
          secondsLeft={960}
          actions={<Button variant="default">Cancel</Button>}
        />
      </div>
    </Section>
  );
}

function Buttons() {
  return (
    <Section title="Buttons and menus">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        <Button>Approve 42 notices</Button>
        <ReasonButton keys="a">With its key</ReasonButton>
        <ReasonButton closed="The run was sent on 5 March 2026. Plan a new run instead.">
          Cannot be used
        </ReasonButton>
        <Button loading>Busy</Button>
        <Button variant="default">Second</Button>
        <Button variant="light">Light</Button>
        <Button variant="subtle">Subtle</Button>
        <Button color="danger">Undo the run</Button>
        <Button variant="default" color="danger">
          Remove
        </Button>
        <ActionMenu
          actions={[
            {
              id: 'hold',
              label: 'Place a hold',
              keys: 'h',
              onClick: () => toastDone('Held until 31 March 2026'),
            },
            { id: 'note', label: 'Add a note', closed: 'Only a clerk may.' },
            { id: 'drop', label: 'Drop the debtor', danger: true },
          ]}
        />
        <KeyHint keys="mod+k" />
        <KeyHint keys="g d" />
      </div>
    </Section>
  );
}

function Fields() {
  const [day, setDay] = useState('2026-03-31');
  const [amount, setAmount] = useState('1234.50');
  const [find, setFind] = useState('');
  return (
    <Section title="Fields">
      <FilterBar
        find={find}
        onFind={setFind}
        chips={[{ id: 'level', label: 'Level: 2', onRemove: () => undefined }]}
        onClear={() => undefined}
      />
      <div style={{ marginTop: 16 }}>
        <FieldRow>
          <TextInput label="Name" placeholder="Brasserie Lambert" description="As on the letters." />
          <TextInput
            label="VAT number"
            defaultValue="BE0999"
            error="This is not a VAT number. Write it like BE 0403.019.261."
          />
          <DayField label="Hold until" value={day} onChange={setDay} today="2026-03-05" />
          <AmountField label="Minimum" value={amount} onChange={setAmount} currency="EUR" />
          <Select label="Channel" data={['E-mail', 'Post']} defaultValue="Post" />
          <Textarea label="Note" placeholder="What was said" autosize minRows={2} />
        </FieldRow>
      </div>
    </Section>
  );
}

function Messages() {
  const t = useTexts();
  const [open, setOpen] = useState<'dialog' | 'drawer' | null>(null);
  return (
    <Section title="Messages">
      <div style={{ display: 'grid', gap: 8 }}>
        {TONE_NAMES.map((tone) => (
          <Note
            key={tone}
            tone={tone}
            title="The bank data is four days old"
            actions={<a href="#mend">Import</a>}
          >
            Import the latest statement before you approve.
          </Note>
        ))}
      </div>
      <PageTabs
        label="Tabs"
        current="b"
        tabs={[
          { id: 'a', label: 'Items', href: '#a', count: 12 },
          { id: 'b', label: 'Timeline', href: '#b' },
        ]}
      />
      <div style={{ display: 'flex', gap: 8, marginTop: 12 }}>
        <Button
          variant="default"
          onClick={() => toastDone('Dropped from the run', { undo: () => undefined })}
        >
          Toast with undo
        </Button>
        <Button variant="default" onClick={() => toastError(new Error('demo'))}>
          Error toast
        </Button>
        <Button variant="default" onClick={() => setOpen('dialog')}>
          Dialog
        </Button>
        <Button variant="default" onClick={() => setOpen('drawer')}>
          Drawer
        </Button>
      </div>
      <ConfirmDialog
        opened={open === 'dialog'}
        onClose={() => setOpen(null)}
        title="Send 42 notices to 38 debtors"
        act="Send 42 notices"
        onConfirm={() => setOpen(null)}
      >
        <p>31 by e-mail, 11 by post. Three are formal notices.</p>
      </ConfirmDialog>
      <SideDrawer
        opened={open === 'drawer'}
        onClose={() => setOpen(null)}
        title="Hold Dupont SA"
        actions={<Button>{t('act.save')}</Button>}
      >
        <DayField label="Until" value="2026-04-01" onChange={() => undefined} today="2026-03-05" />
      </SideDrawer>
    </Section>
  );
}

function States() {
  return (
    <>
      <Section title="Nothing yet">
        <EmptyState kind="nothingYet" title="No open items yet" action={<Button>Import open items</Button>}>
          Bring the list of your accounting package; nothing is written before you have seen what it does.
        </EmptyState>
      </Section>
      <Section title="Nothing matches">
        <EmptyState kind="nothingMatches" onClearFilters={() => undefined} />
      </Section>
      <Section title="All done">
        <EmptyState kind="done" title="All done for today">
          The next reminders are due on 9 March 2026.
        </EmptyState>
      </Section>
      <Section title="Failed">
        <ErrorState error={new Error('demo')} onRetry={() => undefined} />
      </Section>
      <Section title="Loading">
        <div data-sample>
          <LoadingState />
        </div>
      </Section>
    </>
  );
}
