'use client';

import type { ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  type PopoverProps,
} from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './menu.module.css';

interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly href?: string;
  readonly onSelect?: () => void;
  readonly isDisabled?: boolean;
}

interface MenuProps {
  readonly label: string;
  /** A Button or IconButton that opens it. */
  readonly trigger: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly placement?: NonNullable<PopoverProps['placement']>;
}

/** Actions and links behind a button. */
export function Menu({ label, trigger, entries, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} offset={4} className={cx(styles.popover)}>
        <AriaMenu
          aria-label={label}
          className={cx(styles.menu)}
          onAction={(key) => entries.find(({ id }) => id === key)?.onSelect?.()}
        >
          {entries.map(({ id, label: text, icon, href, isDisabled = false }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={text}
              isDisabled={isDisabled}
              {...(href === undefined ? {} : { href })}
              className={cx(styles.item)}
            >
              {icon}
              {text}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
