'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { ServiceMark } from '@/components/traces/service-mark';
import type { TraceModel } from '@/components/traces/trace-model';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import styles from './service-filter.module.css';

interface ServiceFilterProps {
  readonly model: TraceModel;
  /** None means all. */
  readonly chosen: readonly string[];
  readonly onChange: (services: readonly string[]) => void;
}

/** Which services' spans are shown; at the same time the legend of the colours. */
export function ServiceFilter({ model, chosen, onChange }: ServiceFilterProps) {
  const { services } = model.trace;
  const face =
    chosen.length === 0 ? 'All services' : `${chosen.length} of ${services.length} services`;
  return (
    <MenuTrigger>
      <Button>
        {face}
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover placement="bottom start" offset={4} className={cx(styles.popover)}>
        <Menu
          aria-label="Services shown"
          className={cx(styles.menu)}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChange(
              services.map(({ name }) => name).filter((name) => keys === 'all' || keys.has(name)),
            )
          }
        >
          {services.map(({ name }, index) => (
            <MenuItem key={name} id={name} textValue={name} className={cx(styles.item)}>
              <Check aria-hidden="true" className={styles.check} />
              <ServiceMark slot={model.slots[index] ?? 1}>{name}</ServiceMark>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
