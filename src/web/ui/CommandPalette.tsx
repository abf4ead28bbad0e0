import {
  createSpotlight,
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#web/texts.ts';
import { commandsNow, useCommands } from './commands.ts';
import { KeyHint } from './KeyHint.tsx';

const [store, palette] = createSpotlight();

export type Found = {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly group: string;
  readonly href: string;
};

type Props = {
  /** What the server found for the words typed so far. */
  found: readonly Found[];
  onQuery: (query: string) => void;
  onGo: (href: string) => void;
};

/** Ctrl/⌘ K: every page, every command of this screen, and what the search finds, by name. */
export function CommandPalette({ found, onQuery, onGo }: Props) {
  const t = useTexts();
  const [commands, setCommands] = useState(commandsNow);
  const [query, setQuery] = useState('');
  useCommands([
    {
      id: 'palette.open',
      label: t('palette.open'),
      group: t('keys.group.everywhere'),
      keys: 'mod+k',
      keyOnly: true,
      run: () => palette.open(),
    },
  ]);
  // The best hit is chosen from the start: Enter goes there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another list is shown.
  useEffect(() => store.updateState((state) => ({ ...state, selected: 0 })), [query, found, commands]);
  const wanted = plain(query);
  const fitting = commands
    .filter((command) => !command.keyOnly && plain(`${command.label} ${command.group}`).includes(wanted))
    .map((command) => ({
      group: command.group,
      action: {
        id: command.id,
        label: command.label,
        ...(command.closed ? { description: command.closed } : {}),
        disabled: Boolean(command.closed),
        rightSection: command.keys && <KeyHint keys={command.keys} />,
        onClick: command.run,
      },
    }));
  const hits = found.map((hit) => ({
    group: hit.group,
    action: {
      id: hit.id,
      label: hit.label,
      ...(hit.description ? { description: hit.description } : {}),
      onClick: () => onGo(hit.href),
    },
  }));
  return (
    <Spotlight
      store={store}
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      // Names the dialog; its field says the same to the eye.
      title={t('palette.open')}
      classNames={{ header: 'rp-unseen' }}
      actions={grouped([...hits, ...fitting])}
      // The server and the line above have filtered already; its words need not contain what was typed.
      filter={(_query, actions) => actions}
      query={query}
      onQueryChange={(next) => {
        setQuery(next);
        onQuery(next);
      }}
      onSpotlightOpen={() => setCommands(commandsNow())}
      nothingFound={t('palette.nothing')}
      shortcut={null}
      scrollable
      maxHeight={420}
      lockScroll={false}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.open'),
      }}
    />
  );
}

function grouped(each: { group: string; action: SpotlightActionData }[]): SpotlightActionGroupData[] {
  const groups = Map.groupBy(each, ({ group }) => group);
  return [...groups].map(([group, entries]) => ({ group, actions: entries.map(({ action }) => action) }));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
