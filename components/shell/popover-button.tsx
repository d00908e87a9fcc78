'use client';

import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './popover-button.module.css';

interface PopoverButtonProps {
  /** Names the button, in full. */
  readonly label: string;
  readonly face: ReactNode;
  readonly title: string;
  readonly isQuiet?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A button of the bars of the shell that opens a panel beneath it. */
export function PopoverButton({
  label,
  face,
  title,
  isQuiet = false,
  onOpenChange,
  children,
}: PopoverButtonProps) {
  return (
    <DialogTrigger {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Button aria-label={label} className={cx(styles.button, isQuiet && styles.quiet)}>
        {face}
      </Button>
      <Popover offset={6} className={cx(styles.popover)}>
        <Dialog aria-label={title} className={cx(styles.panel)}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
