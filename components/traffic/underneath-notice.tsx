import { targetName } from '@/components/traffic/split-draft';
import type { SplitEditing } from '@/components/traffic/use-split-draft';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { SplitDto } from '@/lib/contract/splits';
import { formatRatio } from '@/lib/domain/format';
import { sharesOf, type Weights } from '@/lib/domain/weights';
import styles from './underneath-notice.module.css';

interface UnderneathNoticeProps {
  readonly split: SplitDto;
  readonly editing: SplitEditing;
}

/** Says that somebody else changed what is being edited, and shows both beside each other. */
export function UnderneathNotice({ split, editing }: UnderneathNoticeProps) {
  const { current, underneath, rebase, discard } = editing;
  if (underneath === 'same') return null;
  if (underneath === 'other-fields') {
    return (
      <Notice kind="info" title="The object was changed in other fields">
        The weights are what they were when you began, so that your change still fits.
      </Notice>
    );
  }
  const canRebase = underneath === 'weights';
  return (
    <Notice
      kind="warning"
      title="Somebody else changed this split while you were editing"
      actions={
        <>
          {canRebase && (
            <Button size="s" onPress={rebase}>
              Keep mine
            </Button>
          )}
          <Button size="s" onPress={discard}>
            Take theirs
          </Button>
        </>
      }
    >
      <p>
        {canRebase
          ? 'Nothing was written. Keep your shares on top of their version, or take theirs.'
          : 'Nothing was written. The route has other targets now, so that your shares do not fit.'}
      </p>
      <Comparison rows={rowsOf(split, current)} />
    </Notice>
  );
}

interface ComparisonRow {
  readonly name: string;
  readonly before: string;
  readonly yours: string;
  readonly theirs: string;
}

function Comparison({ rows }: { readonly rows: readonly ComparisonRow[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Target</th>
          <th scope="col">Before</th>
          <th scope="col">Yours</th>
          <th scope="col">Theirs</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before, yours, theirs }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before}</td>
            <td>{yours}</td>
            <td>{theirs}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowsOf(
  split: SplitDto,
  { base, targets, weights }: SplitEditing['current'],
): readonly ComparisonRow[] {
  const shown = (refs: Parameters<typeof targetName>[0][], of: Weights) => {
    const shares = sharesOf(of, split.arithmetic);
    return new Map(refs.map((ref, i) => [targetName(ref), formatRatio(shares[i])]));
  };
  const before = shown(
    base.targets,
    base.targets.map(({ weight }) => weight),
  );
  const yours = shown(targets, weights);
  const theirs = shown(
    split.targets,
    split.targets.map(({ weight }) => weight),
  );
  const names = [...new Set([...before.keys(), ...yours.keys(), ...theirs.keys()])];
  const none = 'not a target';
  return names.map((name) => ({
    name,
    before: before.get(name) ?? none,
    yours: yours.get(name) ?? none,
    theirs: theirs.get(name) ?? none,
  }));
}
