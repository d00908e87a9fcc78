'use client';

import { isShort, totalsOf } from '@/components/meshes/mesh-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { Disclosure } from '@/components/ui/disclosure';
import { HealthMark, type HealthStatus } from '@/components/ui/health-mark';
import type { ControlPlaneDto, Meshes, MeshFinding } from '@/lib/contract/meshes';
import { counted, formatCount } from '@/lib/domain/format';
import styles from './meshes.module.css';

/** A card for each mesh that was found or that reports; the others are named below. */
export function MeshCards({ answer }: { readonly answer: Meshes }) {
  const here = answer.meshes.filter(({ present, reporting }) => present || reporting === true);
  const absent = answer.meshes.filter((mesh) => !here.includes(mesh));
  return (
    <section aria-label="Found" className={styles.namespaces}>
      <ul className={styles.cards}>
        {here.map((mesh) => (
          <Card key={mesh.id} mesh={mesh} answer={answer} />
        ))}
      </ul>
      {absent.length > 0 && (
        <p className={styles.absent}>
          Not found:
          {absent.map(({ id }) => (
            <MeshBadge key={id} mesh={id} />
          ))}
        </p>
      )}
    </section>
  );
}

function Card({ mesh, answer }: { readonly mesh: MeshFinding; readonly answer: Meshes }) {
  const { id, label, version, controlPlane, proxies, evidence, mtlsKnownBy } = mesh;
  const { namespaces, pods } = totalsOf(id, answer.namespaces);
  const { health, words } = stateOf(mesh);
  const hasParts = hasOwnParts(mesh);
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3>
          <MeshBadge mesh={id} isShort />
          <span aria-hidden="true">{label}</span>
          {version !== undefined && <span className={styles.version}>{version}</span>}
        </h3>
        <span className={styles.state}>
          <HealthMark status={health} />
          {words}
        </span>
      </div>
      <dl className={styles.facts}>
        {hasParts && (
          <>
            <dt>Control plane</dt>
            <dd>
              <ControlPlane parts={controlPlane} />
            </dd>
          </>
        )}
        <dt>Takes part</dt>
        <dd className={hasParts ? undefined : styles.muted}>
          {hasParts
            ? `${counted(pods, 'pod', 'pods')} in ${counted(namespaces, 'namespace', 'namespaces')}`
            : 'No control plane and no proxies of its own were seen.'}
        </dd>
        {proxies.length > 0 && (
          <>
            <dt>Proxies</dt>
            <dd>{proxies.map(proxyWords).join(', ')}</dd>
          </>
        )}
        {mtlsKnownBy !== '' && (
          <>
            <dt>mTLS</dt>
            <dd className={styles.muted}>{mtlsKnownBy}</dd>
          </>
        )}
      </dl>
      {evidence.length > 0 && (
        <Disclosure summary={`Evidence (${formatCount(evidence.length)})`}>
          <ul className={styles.parts}>
            {evidence.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </li>
  );
}

function stateOf(mesh: MeshFinding): { readonly health: HealthStatus; readonly words: string } {
  if (isShort(mesh)) return { health: 'failing', words: 'control plane not ready' };
  if (mesh.reporting === true) return { health: 'healthy', words: 'reports' };
  if (mesh.reporting === null) return { health: 'unknown', words: 'reports unknown' };
  if (!hasOwnParts(mesh)) return { health: 'idle', words: 'definitions only' };
  return { health: 'idle', words: mesh.proxies.length > 0 ? 'does not report' : 'no reports' };
}

/** Whether anything runs that belongs to the mesh; definitions alone report nothing. */
function hasOwnParts({ controlPlane, proxies, reporting }: MeshFinding): boolean {
  return controlPlane.length > 0 || proxies.length > 0 || reporting === true;
}

function ControlPlane({ parts }: { readonly parts: readonly ControlPlaneDto[] }) {
  if (parts.length === 0) return <span className={styles.muted}>none seen</span>;
  return (
    <ul className={styles.parts}>
      {parts.map(({ kind, namespace, name, version, ready, wanted }) => (
        <li key={`${kind}/${namespace}/${name}`} title={kind} className={styles.part}>
          {`${namespace}/${name}`}
          <span className={styles.muted}>{version}</span>
          {ready !== undefined && wanted !== undefined && (
            <span className={ready < wanted ? styles.short : styles.muted}>
              {`${formatCount(ready)} of ${formatCount(wanted)} ready`}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function proxyWords({ version, pods }: MeshFinding['proxies'][number]): string {
  return `${version === '' ? 'unknown version' : version} (${formatCount(pods)})`;
}
