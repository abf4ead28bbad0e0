import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '#web/texts.ts';
import { KeyHint } from './KeyHint.tsx';

export type MenuAction = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly danger?: boolean;
  /** Why it cannot be chosen now: it stays in the menu and says so. */
  readonly closed?: string | null | undefined;
  readonly href?: string;
  readonly onClick?: () => void;
};

type Props = {
  label?: string;
  actions: readonly MenuAction[];
  /** What opens it; three dots if nothing else. */
  children?: ReactElement;
};

/** Further things to do. Inside a menu there are only items: the kit's focus traps and headings fail the ARIA rules. */
export function ActionMenu({ label, actions, children }: Props) {
  const t = useTexts();
  return (
    <Menu
      position="bottom-end"
      withinPortal
      shadow="md"
      trapFocus={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        {children ?? (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label ?? t('act.more')}>
            <IconDots size={18} />
          </ActionIcon>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Action key={action.id} action={action} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Action({ action }: { action: MenuAction }) {
  const common = {
    leftSection: action.icon,
    rightSection: action.keys && <KeyHint keys={action.keys} />,
    disabled: Boolean(action.closed),
    ...(action.danger ? { color: 'danger' } : {}),
    ...(action.closed ? { title: action.closed } : {}),
  };
  if (action.href !== undefined) {
    return (
      <Menu.Item {...common} component="a" href={action.href}>
        {action.label}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item {...common} onClick={() => action.onClick?.()}>
      {action.label}
    </Menu.Item>
  );
}
