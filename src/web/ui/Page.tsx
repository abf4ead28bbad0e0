import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { useTexts } from '#web/texts.ts';
import { isPageNew } from './new-page.ts';
import styles from './Page.module.css';

type PageProps = {
  /**
   * 'list' uses the whole width, 'text' keeps lines readable, 'beside' as well, with a list of pages at their side;
   * 'split' fills the window and scrolls inside.
   */
  kind?: 'list' | 'text' | 'beside' | 'split';
  children: ReactNode;
};

/** The room a screen stands in. */
export function Page({ kind = 'list', children }: PageProps) {
  return (
    <div className={styles.page} data-kind={kind}>
      {children}
    </div>
  );
}

type HeaderProps = {
  title: string;
  /** Words or tags beside the title: state, level, number. */
  beside?: ReactNode;
  /** One quiet line below: what this is, since when, whose. */
  lead?: ReactNode;
  breadcrumbs?: readonly { label: string; href: string }[];
  /** Buttons; the main one last. */
  actions?: ReactNode;
};

/** Title, where one is, and what can be done here. Names the browser's tab as well. */
export function PageHeader({ title, beside, lead, breadcrumbs, actions }: HeaderProps) {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Rappel`;
    if (isPageNew()) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header className={styles.header}>
      {breadcrumbs && (
        <nav aria-label={t('page.breadcrumbs')} className={styles.crumbs}>
          {breadcrumbs.map(({ label, href }) => (
            <a key={href} href={href}>
              {label}
            </a>
          ))}
        </nav>
      )}
      <div className={styles.headline}>
        <div className={styles.heading}>
          <h1 ref={heading} tabIndex={-1} data-page-title className={styles.title}>
            {title}
          </h1>
          {beside}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {lead && <div className={styles.lead}>{lead}</div>}
    </header>
  );
}

type SectionProps = {
  title?: string;
  /** Beside the title: a link, a small button. */
  actions?: ReactNode;
  lead?: ReactNode;
  /** Without inner space: for tables. */
  flush?: boolean;
  children: ReactNode;
};

/** A card with a heading: one subject of a screen. */
export function Section({ title, actions, lead, flush, children }: SectionProps) {
  const id = useId();
  return (
    <section
      className={styles.section}
      data-flush={flush || undefined}
      aria-labelledby={title ? id : undefined}
    >
      {title && (
        <div className={styles.sectionHead}>
          <div>
            <h2 id={id}>{title}</h2>
            {lead && <p className="rp-muted">{lead}</p>}
          </div>
          {actions}
        </div>
      )}
      <div className={styles.sectionBody}>{children}</div>
    </section>
  );
}

/** Facts in two columns, name and value: particulars of a debtor, a run, a letter. */
export function FactList({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
