import { Drawer } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { CatchBoundary, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { SecondFactorMissing } from '#web/parts/proof/SecondFactorMissing.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useIsOutside, useMailsCaught, useSession, useWorkplace } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import styles from './AppShell.module.css';
import { Banners } from './Banners.tsx';
import { destinationsFor } from './destinations.ts';
import { openPalette } from './open-palette.ts';
import { SendStops } from './SendStops.tsx';
import { BottomBar, SideNav } from './SideNav.tsx';
import { SilenceBanner } from './SilenceBanner.tsx';

// Nobody needs them for the first picture: they are fetched right after it.
const Palette = lazy(() => import('./Palette.tsx').then((it) => ({ default: it.Palette })));
const ShortcutSheet = lazy(() =>
  import('#web/ui/ShortcutSheet.tsx').then((it) => ({ default: it.ShortcutSheet })),
);

/** The frame of everything behind the sign-in. */
export function AppShell() {
  const t = useTexts();
  const key = useCompanyKey();
  const { companies } = useSession();
  const missing = companies.find((each) => each.key === key && each.secondFactorMissing);
  return (
    <Shell>
      {missing ? (
        <SecondFactorMissing
          title={t('shell.factorMissing.title')}
          words={t('shell.factorMissing.words', { company: missing.name })}
        />
      ) : (
        <Outlet />
      )}
    </Shell>
  );
}

/** Where one is, where one can go, and what holds on every screen; around the page itself. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTexts();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [isMenuOpen, setMenuOpen] = useState(false);
  const isOutside = useIsOutside();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu of the phone.
  useEffect(() => setMenuOpen(false), [path]);
  useDestinationKeys();
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('shell.skip')}
      </a>
      <aside className={styles.side} data-screen-only>
        <SideNav />
      </aside>
      <div className={styles.stage}>
        <header className={styles.top} data-screen-only>
          <button
            type="button"
            className={styles.topButton}
            aria-label={t('shell.menu')}
            aria-expanded={isMenuOpen}
            onClick={() => setMenuOpen(true)}
          >
            <IconMenu2 size={20} stroke={1.7} />
          </button>
          <span className={styles.brand}>Rappel</span>
          {!isOutside && (
            <button
              type="button"
              className={styles.topButton}
              aria-label={t('palette.open')}
              onClick={openPalette}
            >
              <IconSearch size={20} stroke={1.7} />
            </button>
          )}
        </header>
        {!isOutside && <SendStops />}
        <Banners />
        {!isOutside && <SilenceBanner />}
        <main id="main" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
      <BottomBar />
      <Drawer
        opened={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        title="Rappel"
        size={288}
        closeButtonProps={{ 'aria-label': t('act.close') }}
      >
        <SideNav />
      </Drawer>
      {/* If they cannot be fetched or fail, the page is still of use. */}
      <CatchBoundary getResetKey={() => path} errorComponent={() => null}>
        <Suspense fallback={null}>
          {!isOutside && <Palette />}
          <ShortcutSheet />
        </Suspense>
      </CatchBoundary>
    </div>
  );
}

function useDestinationKeys(): void {
  const t = useTexts();
  const go = useGo();
  const company = useWorkplace();
  const mailsAreCaught = useMailsCaught();
  const isOutside = useIsOutside();
  const shown = company ? destinationsFor({ isOutside, mailsAreCaught }) : [];
  const inCompany = shown.map((to) => ({
    id: to.label,
    label: t(to.label),
    group: t('keys.group.go'),
    keys: to.keys,
    run: () => go(to.href(company)),
  }));
  useCommands([
    ...inCompany,
    {
      id: 'nav.account',
      label: t('nav.account'),
      group: t('keys.group.go'),
      keys: 'g a',
      run: () => go(paths.account()),
    },
  ]);
}
