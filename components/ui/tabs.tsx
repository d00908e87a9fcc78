'use client';

import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import styles from './tabs.module.css';

interface TabSpec<T extends string> {
  readonly id: T;
  readonly label: string;
  /** Beside the label, for example a count. */
  readonly note?: ReactNode;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly TabSpec<T>[];
  readonly selected: T;
  readonly onSelect: (id: T) => void;
  /** The selected panel. The others are not rendered. */
  readonly children: ReactNode;
}

/** Panels of which one is shown. The choice belongs in the URL of the caller. */
export function Tabs<T extends string>({
  label,
  tabs,
  selected,
  onSelect,
  children,
}: TabsProps<T>) {
  return (
    <AriaTabs
      className={cx(styles.tabs)}
      selectedKey={selected}
      onSelectionChange={(key) => {
        const next = tabs.find(({ id }) => id === key);
        if (next !== undefined) onSelect(next.id);
      }}
    >
      <TabList aria-label={label} className={cx(styles.list)}>
        {tabs.map(({ id, label: name, note }) => (
          <Tab key={id} id={id} className={cx(styles.tab)}>
            {name} {note !== undefined && <span className={styles.note}>{note}</span>}
          </Tab>
        ))}
      </TabList>
      <TabPanel key={selected} id={selected} className={cx(styles.panel)}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
