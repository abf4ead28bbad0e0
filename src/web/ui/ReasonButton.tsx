import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type ButtonHTMLAttributes, useId } from 'react';
import { KeyHint } from './KeyHint.tsx';

type Props = ButtonProps &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ButtonProps> & {
    /** Why it cannot be used now: it stays visible, greyed, reachable, and says so. */
    closed?: string | null | undefined;
    /** Its key, shown in it. */
    keys?: string;
  };

/** A button that, when it cannot be used, says why instead of disappearing. */
export function ReasonButton({ closed, keys, children, onClick, ...rest }: Props) {
  const id = useId();
  if (!closed) {
    return (
      <Button {...rest} {...(keys ? { rightSection: <KeyHint keys={keys} quiet /> } : {})} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Tooltip label={closed} multiline maw={320} openDelay={100}>
        {/* Not `disabled`: what is disabled takes no focus, and then nobody learns the reason by keyboard. */}
        <Button
          {...rest}
          aria-disabled
          data-disabled
          aria-describedby={id}
          onClick={(event) => event.preventDefault()}
        >
          {children}
        </Button>
      </Tooltip>
      <span id={id} hidden>
        {closed}
      </span>
    </>
  );
}
