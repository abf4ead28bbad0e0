import { Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconActivity,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { sessionQuery, useCompanyRole, useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { commandsNow } from '#web/ui/commands.ts';
import styles from './Switchers.module.css';
import { useSendStops } from './send-stops.ts';

/** Who is signed in: their account, light or dark, the keys, and the way out. */
export function UserMenu() {
  const t = useTexts();
  const { user } = useSession();
  const role = useCompanyRole();
  const { mayRelease } = useSendStops();
  const scheme = useScheme();
  const signOut = useSignOut();
  const initials = (user?.name ?? '').split(/\s+/).map((word) => word.slice(0, 1));
  return (
    <Menu position="top-start" width={232} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={styles.switcher}>
          <span className={styles.mark} data-user aria-hidden="true">
            {initials.slice(0, 2).join('').toUpperCase()}
          </span>
          <span className={styles.name}>
            {user?.name}
            {role && <small>{t(`role.${role}`)}</small>}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('nav.account')}>
        <Menu.Item
          component="a"
          href={paths.account()}
          leftSection={<IconUserCircle size={16} aria-hidden="true" />}
        >
          {t('nav.account')}
        </Menu.Item>
        {mayRelease && (
          <Menu.Item
            component="a"
            href={paths.status()}
            leftSection={<IconActivity size={16} aria-hidden="true" />}
          >
            {t('nav.status')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={
            scheme.isDark ? (
              <IconSun size={16} aria-hidden="true" />
            ) : (
              <IconMoon size={16} aria-hidden="true" />
            )
          }
          onClick={scheme.change}
        >
          {t(scheme.isDark ? 'theme.toLight' : 'theme.toDark')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} aria-hidden="true" />}
          onClick={() =>
            setTimeout(() =>
              commandsNow()
                .find(({ id }) => id === 'keys.show')
                ?.run(),
            )
          }
        >
          {t('keys.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={() => signOut.mutate(undefined)}
        >
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queryClient = useQueryClient();
  const keep = useMutation(api.session.changePreferences.mutationOptions({ meta: { keep: true } }));
  const isDark =
    colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  return {
    isDark,
    change: () => {
      const theme = isDark ? 'light' : 'dark';
      setColorScheme(theme);
      keep.mutate(
        { theme },
        { onSuccess: (session) => queryClient.setQueryData(sessionQuery.queryKey, session) },
      );
    },
  };
}

function useSignOut() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation(
    api.session.signOut.mutationOptions({
      meta: { keep: true },
      onSuccess: async (session) => {
        queryClient.clear();
        queryClient.setQueryData(sessionQuery.queryKey, session);
        await router.navigate({ href: paths.signIn() });
      },
    }),
  );
}
