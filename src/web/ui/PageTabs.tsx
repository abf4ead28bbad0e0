import styles from './PageTabs.module.css';

export type PageTab = {
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly count?: number;
};

/** Pages of one subject, side by side. They are links: each tab has an address, and back goes back. */
export function PageTabs({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: readonly PageTab[];
  current: string;
}) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      {tabs.map((tab) => (
        <a
          key={tab.id}
          href={tab.href}
          ref={tab.id === current ? bringIntoSight : undefined}
          className={styles.tab}
          aria-current={tab.id === current ? 'page' : undefined}
        >
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}

/** Where they do not all fit, the one that is open is not the one cut off. */
function bringIntoSight(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
