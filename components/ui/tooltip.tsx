'use client';

import type { ReactNode } from 'react';
import { Button, Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './tooltip.module.css';

interface TooltipProps {
  readonly text: ReactNode;
  /** One element that can take focus: a button or a link of react-aria. */
  readonly children: ReactNode;
}

/** A hint beside a control, for pointer and keyboard. Never the only place of a fact. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {children}
      <AriaTooltip className={cx(styles.tooltip)} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

interface HintProps {
  readonly text: ReactNode;
  readonly children: ReactNode;
}

/** Text that explains itself when pointed at or focused. */
export function Hint({ text, children }: HintProps) {
  return (
    <Tooltip text={text}>
      <Button className={cx(styles.hint)}>{children}</Button>
    </Tooltip>
  );
}
