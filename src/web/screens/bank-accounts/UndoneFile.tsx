import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import styles from './accounts.module.css';

/** A file that was taken back whole; read in again, it comes in as the first time. */
export function UndoneFile({ file }: { file: { id: string; profile: string | null } }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const queryClient = useQueryClient();
  const again = useMutation(api.bankStatements.readAgain.mutationOptions());
  const read = () =>
    again.mutate(
      { company, bankFileId: file.id, profile: file.profile },
      { onSuccess: () => void queryClient.invalidateQueries() },
    );
  return (
    <div className={styles.result}>
      <p className="rp-muted">{t('bankFiles.came.undone')}</p>
      <div className={styles.acts}>
        <ReasonButton
          size="compact-sm"
          variant="default"
          closed={closed}
          loading={again.isPending}
          onClick={read}
        >
          {t('bankFiles.readAgain')}
        </ReasonButton>
      </div>
    </div>
  );
}
