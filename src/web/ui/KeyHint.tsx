import { Fragment } from 'react';
import { useTexts } from '#web/texts.ts';
import styles from './KeyHint.module.css';
import { printedKeys } from './strokes.ts';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The key for something, as it is printed on the keyboard: beside a button, in a menu, in the sheet of keys. */
export function KeyHint({ keys, quiet }: { keys: string; quiet?: boolean }) {
  const t = useTexts();
  const [first = ''] = keys.split(' / ');
  return (
    <span className={styles.hint} data-quiet={quiet || undefined} aria-hidden="true">
      {printedKeys(first, isMac).map((together, at) => (
        <Fragment key={together.join('+')}>
          {at > 0 && <span className={styles.then}>{t('keys.then')}</span>}
          {together.map((key) => (
            <kbd className={styles.key} key={key}>
              {key}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
