import { IconSearch } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { paths } from '#web/paths.ts';
import { useIsOutside, useMailsCaught, useWorkplace } from '#web/session.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { KeyHint } from '#web/ui/KeyHint.tsx';
import { CompanySwitcher } from './CompanySwitcher.tsx';
import { type Destination, destinationsFor } from './destinations.ts';
import { openPalette } from './open-palette.ts';
import styles from './SideNav.module.css';
import { UserMenu } from './UserMenu.tsx';

const PARTS = ['day', 'rules', 'house'] as const;

/** Down the left side: which company, where to, and who one is. */
export function SideNav() {
  const t = useTexts();
  const company = useWorkplace();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const mailsAreCaught = useMailsCaught();
  const isOutside = useIsOutside();
  const shown = company ? destinationsFor({ isOutside, mailsAreCaught }) : [];
  const current = currentOf(shown, company, path);
  return (
    <div className={styles.side}>
      <CompanySwitcher />
      {!isOutside && (
        <button type="button" className={styles.search} onClick={openPalette}>
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <span>{t('filter.search')}</span>
          <KeyHint keys="mod+k" />
        </button>
      )}
      <nav aria-label={t('shell.navigation')} className={styles.nav}>
        {PARTS.filter((part) => shown.some((to) => to.part === part)).map((part) => (
          <ul key={part}>
            {shown
              .filter((to) => to.part === part)
              .map((to) => (
                <li key={to.label}>
                  <NavLink t={t} to={to} company={company} isCurrent={to === current} />
                </li>
              ))}
          </ul>
        ))}
      </nav>
      <UserMenu />
    </div>
  );
}

function NavLink(props: { t: Texts; to: Destination; company: string; isCurrent: boolean }) {
  const { t, to, company, isCurrent } = props;
  const Icon = to.icon;
  return (
    <a href={to.href(company)} className={styles.link} aria-current={isCurrent ? 'page' : undefined}>
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={styles.word}>{t(to.label)}</span>
    </a>
  );
}

/** On a phone: the three places one goes to all day, within reach of the thumb. */
export function BottomBar() {
  const t = useTexts();
  const company = useWorkplace();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isOutside = useIsOutside();
  const shown = destinationsFor({ isOutside, mailsAreCaught: false }).filter((to) => to.isMain || isOutside);
  if (!company) return null;
  const current = currentOf(shown, company, path);
  return (
    <nav aria-label={t('shell.mainPlaces')} className={styles.bottom} data-screen-only>
      {shown.map((to) => {
        const Icon = to.icon;
        return (
          <a
            key={to.label}
            href={to.href(company)}
            className={styles.tab}
            aria-current={to === current ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.6} aria-hidden="true" />
            {t(to.label)}
          </a>
        );
      })}
    </nav>
  );
}

/** The longest address the page lies under: a debtor's page belongs to the debtors. */
function currentOf(shown: readonly Destination[], company: string, path: string): Destination | undefined {
  const home = paths.worklist(company);
  return shown
    .filter((to) => {
      const href = to.href(company);
      return path === href || (href !== home && path.startsWith(`${href}/`));
    })
    .sort((a, b) => b.href(company).length - a.href(company).length)[0];
}
