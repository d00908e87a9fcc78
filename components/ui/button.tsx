'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import styles from './button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Look {
  readonly variant?: ButtonVariant;
  readonly size?: 's' | 'm';
}

interface ButtonProps extends Look, Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

/** A button; `onPress` covers mouse, touch and keyboard. */
export function Button({ variant, size, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={lookOf({ variant, size })}>
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Look, Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** What it does: its name, and the tooltip. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that shows an icon alone. */
export function IconButton({
  label,
  variant = 'quiet',
  size,
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton
        {...props}
        aria-label={label}
        className={cx(lookOf({ variant, size }), styles.icon)}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}

interface ButtonLinkProps extends Look {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link that looks like a button. */
export function ButtonLink({ href, variant, size, children }: ButtonLinkProps) {
  return (
    <Link href={href} className={lookOf({ variant, size })}>
      {children}
    </Link>
  );
}

/** A link that looks like a button and leads out of the console, in a new tab. */
export function OutwardLink({ href, variant, size, children }: ButtonLinkProps) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={lookOf({ variant, size })}>
      {children}
    </a>
  );
}

function lookOf({
  variant = 'secondary',
  size = 'm',
}: {
  readonly variant?: ButtonVariant | undefined;
  readonly size?: 's' | 'm' | undefined;
}): string {
  return cx(styles.button, styles[variant], size === 's' && styles.small);
}
