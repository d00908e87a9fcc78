'use client';

import { useQuery } from '@tanstack/react-query';
import { Boxes, Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import {
  Autocomplete,
  ListBox,
  ListBoxItem,
  ListLayout,
  useFilter,
  Virtualizer,
} from 'react-aria-components';
import { PopoverButton } from '@/components/shell/popover-button';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { HealthMark } from '@/components/ui/health-mark';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { SearchField } from '@/components/ui/text-field';
import { namespacesOptions } from '@/lib/client/namespaces';
import type { NamespaceSummary } from '@/lib/contract/namespaces';
import styles from './namespace-picker.module.css';

/** Chooses whose figures are shown: all namespaces, or some. Takes effect when it closes. */
export function NamespacePicker() {
  const { view, setView } = useView();
  const [draft, setDraft] = useState<readonly string[] | null>(null);

  function onOpenChange(isOpen: boolean) {
    setDraft(isOpen ? view.namespaces : null);
    if (!isOpen && draft !== null && draft.join() !== view.namespaces.join()) {
      setView({ namespaces: draft });
    }
  }

  const words = wordsFor(view.namespaces);
  return (
    <PopoverButton
      label={`Namespaces: ${words}`}
      title="Namespaces"
      onOpenChange={onOpenChange}
      face={
        <>
          <Boxes aria-hidden="true" />
          <span className={styles.chosen}>{words}</span>
          <ChevronDown aria-hidden="true" className={styles.chevron} />
        </>
      }
    >
      <NamespaceList chosen={draft ?? []} onChange={(names) => setDraft(names.toSorted())} />
    </PopoverButton>
  );
}

interface NamespaceListProps {
  readonly chosen: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}

function NamespaceList({ chosen, onChange }: NamespaceListProps) {
  const { view } = useView();
  const { data, error } = useQuery(namespacesOptions(view));
  if (data === undefined && error !== null) {
    return <Notice kind="danger" title={error.message} />;
  }
  if (data === undefined) {
    return (
      <div className={styles.bar}>
        <Skeleton label="Namespaces" />
      </div>
    );
  }
  return <Choices namespaces={byName(data.namespaces)} chosen={chosen} onChange={onChange} />;
}

interface ChoicesProps extends NamespaceListProps {
  readonly namespaces: readonly NamespaceSummary[];
}

function Choices({ namespaces, chosen, onChange }: ChoicesProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const [search, setSearch] = useState('');
  const found = namespaces.filter(({ name }) => contains(name, search));
  return (
    <Autocomplete inputValue={search} onInputChange={setSearch}>
      <div className={styles.bar}>
        <SearchField
          label="Search namespaces"
          value={search}
          onChange={setSearch}
          // The panel was opened in order to search it.
          autoFocus
        />
      </div>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_SIZE }}>
        <ListBox
          aria-label="Namespaces"
          className={cx(styles.list)}
          items={found}
          selectionMode="multiple"
          // Escape closes the panel; it must not undo the choice.
          escapeKeyBehavior="none"
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChange(keys === 'all' ? found.map(({ name }) => name) : [...keys].map(String))
          }
          renderEmptyState={() => <p className={styles.none}>No namespace of that name.</p>}
        >
          {({ name, health }) => (
            <ListBoxItem id={name} textValue={name} className={cx(styles.item)}>
              <span className={styles.box} aria-hidden="true">
                <Check />
              </span>
              <span className={styles.name}>{name}</span>
              <HealthMark status={health.status} />
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
      <div className={cx(styles.bar, styles.foot)}>
        <span>{chosen.length === 0 ? `All ${namespaces.length}` : `${chosen.length} chosen`}</span>
        {search !== '' && found.length > 0 && (
          <Button
            size="s"
            onPress={() => onChange([...new Set([...chosen, ...found.map(({ name }) => name)])])}
          >
            {`Choose these ${found.length}`}
          </Button>
        )}
        <Button size="s" isDisabled={chosen.length === 0} onPress={() => onChange([])}>
          Show all
        </Button>
      </div>
    </Autocomplete>
  );
}

const ROW_SIZE = 32;

/** One line a name, whatever the number of clusters it is in. */
function byName(namespaces: readonly NamespaceSummary[]): readonly NamespaceSummary[] {
  const unique = new Map(namespaces.map((namespace) => [namespace.name, namespace]));
  return [...unique.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function wordsFor(names: readonly string[]): string {
  const [first, ...others] = names;
  if (first === undefined) return 'All namespaces';
  return others.length === 0 ? first : `${names.length} namespaces`;
}
