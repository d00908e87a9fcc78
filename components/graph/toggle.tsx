'use client';

import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components';
import styles from './toggle.module.css';

interface ToggleProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

/** Something that is shown or not. */
export function Toggle({ isOn, onChange, children }: ToggleProps) {
  return (
    <ToggleButton isSelected={isOn} onChange={onChange} className={styles['toggle'] ?? ''}>
      {children}
    </ToggleButton>
  );
}
